"""Credentials of the grpc server, which follow their files."""

import time

import grpc
import structlog

from waii_server.transport.certificates import (
    BadCertificates,
    CertificateFiles,
    Certificates,
    check,
)

_DAY = 86_400.0
_log = structlog.get_logger()


class Tls:
    """TLS, 1.2 at least; mutual where clients have a CA.

    The files are read at each new connection, and their bytes compared: a time stamp does not tell
    what happens within its tick, and beside a handshake it costs little. What cannot be served
    changes nothing, and connections that exist are left alone.

    Raises:
        BadCertificates: the files cannot be served.
    """

    def __init__(self, files: CertificateFiles) -> None:
        self._files = files
        self._contents = files.read()
        self._certificates = check(self._contents)
        self._problem = ""
        self._next_look = time.monotonic() + _DAY

    def warn_of_dates(self) -> None:
        """Logs what is not valid now, or will not be for long; again once a day."""
        self._certificates.warn_of_dates()
        self._next_look = time.monotonic() + _DAY

    def credentials(self) -> grpc.ServerCredentials:
        """For one server. Begins to use grpc, which does not outlive a fork."""
        return grpc.dynamic_ssl_server_credentials(
            _configuration(self._certificates),
            self._before_handshake,  # type: ignore[arg-type]  # None: no change
            require_client_authentication=self._files.client_ca is not None,
        )

    def _before_handshake(self) -> grpc.ServerCertificateConfiguration | None:
        """What to serve from now on, or None for no change.

        grpc calls it in a thread of its own, for one connection at a time.
        """
        changed = self._take_up()
        if changed or time.monotonic() > self._next_look:
            self.warn_of_dates()
        return _configuration(self._certificates) if changed else None

    def _take_up(self) -> bool:
        """Whether the files have changed and can be served."""
        try:
            contents = self._files.read()
            changed = contents != self._contents
            if changed:
                self._certificates = check(contents)
                self._contents = contents
        except BadCertificates as error:
            # Also between the moments when the one file is replaced and the other. Said once.
            if self._problem != str(error):
                self._problem = str(error)
                _log.warning("changed certificates are not served", problem=self._problem)
            return False
        self._problem = ""
        if changed:
            _log.info("changed certificates are served", **self._certificates.described())
        return changed


def _configuration(certificates: Certificates) -> grpc.ServerCertificateConfiguration:
    # What was checked is what is served: not the bytes of the files, which another parser may read
    # in another way.
    return grpc.ssl_server_certificate_configuration(
        [(certificates.key_pem, certificates.chain_pem)],
        root_certificates=certificates.client_cas_pem,
    )
