"""Which modules are changed, and which tests are to notice it: the nearest first.

A test that is far away notices a change too, but only after it has started a server.
"""

_FORM = ("tests/rpc/test_metadata.py", "tests/rpc/test_data_rules.py")
_DECISIONS = (
    "tests/rpc/test_authorization.py",
    "tests/rpc/test_key_scopes.py",
    "tests/rpc/test_suspension.py",
    "tests/matrix",
    "tests/rpc/test_check_access.py",
    "tests/rpc/test_races.py",
)
_KEYS = (
    "tests/rpc/test_access_keys.py",
    "tests/rpc/test_key_rotation.py",
    "tests/rpc/test_key_scopes.py",
    "tests/rpc/test_repetition.py",
    "tests/rpc/test_validate_only.py",
)
_AUDIT = ("tests/rpc/test_audit.py",)
_RULES = ("tests/unit/test_access_rules.py", "tests/unit/test_use_cases.py")
_STEPS = ("tests/unit/test_interceptors.py",)
_CHAIN = ("tests/security/test_structure.py",)

PURE: dict[str, tuple[str, ...]] = {
    "domain/audit.py": ("tests/unit/test_model.py",),
    "domain/clock.py": ("tests/unit/test_model.py",),
    "domain/errors.py": ("tests/unit/test_errors.py",),
    "domain/etag.py": ("tests/unit/test_etag.py",),
    "domain/key_format.py": ("tests/unit/test_key_format.py",),
    "domain/limits.py": ("tests/unit/test_validation.py",),
    "domain/model.py": ("tests/unit/test_model.py",),
    "domain/origin.py": ("tests/unit/test_principal.py",),
    "domain/principal.py": ("tests/unit/test_principal.py",),
    "domain/rate_limit.py": ("tests/unit/test_rate_limit.py",),
    "domain/roles.py": ("tests/unit/test_roles.py",),
    "domain/validation.py": ("tests/unit/test_validation.py",),
    "services/access.py": (*_RULES, "tests/unit/test_methods.py"),
    "services/access_keys.py": _RULES,
    "services/authentication.py": (*_RULES, *_STEPS),
    "services/scope.py": _RULES,
    "services/suspension.py": _RULES,
    "services/users.py": _RULES,
    "storage/principals.py": (*_RULES, *_STEPS),
    "storage/roles.py": ("tests/unit/test_stored_text.py", *_RULES),
    "storage/scopes.py": ("tests/unit/test_stored_text.py", *_RULES),
    "storage/suspension.py": _RULES,
    "transport/interceptors/authentication.py": _STEPS,
    "transport/interceptors/authorization.py": _STEPS,
    "transport/interceptors/failed_attempts.py": _STEPS,
    "transport/interceptors/impersonation.py": _STEPS,
    "transport/interceptors/key_rate.py": _STEPS,
    "transport/methods.py": ("tests/unit/test_methods.py", *_CHAIN),
}
"""The tests of a module without calls over a network: a second at most."""

NEAR: dict[str, tuple[str, ...]] = {
    "domain/audit.py": _AUDIT,
    "domain/clock.py": _KEYS,
    "domain/errors.py": (*_CHAIN, "tests/rpc/test_errors.py"),
    "domain/etag.py": ("tests/rpc/test_etags.py",),
    "domain/key_format.py": _KEYS,
    "domain/limits.py": (*_FORM, *_KEYS, "tests/rpc/test_lists.py"),
    "domain/model.py": (*_KEYS, *_AUDIT),
    "domain/origin.py": (
        *_AUDIT,
        "tests/rpc/test_validate_only.py",
        "tests/rpc/test_repetition.py",
    ),
    "domain/principal.py": (*_DECISIONS, *_AUDIT),
    "domain/rate_limit.py": ("tests/security/test_limits.py",),
    "domain/roles.py": ("tests/rpc/test_roles.py", *_DECISIONS),
    "domain/validation.py": _FORM,
    "services/access.py": ("tests/rpc/test_check_access.py", "tests/matrix"),
    "services/access_keys.py": (*_KEYS, "tests/matrix", *_AUDIT),
    "services/authentication.py": (*_FORM[:1], *_DECISIONS, *_KEYS, *_AUDIT),
    "services/scope.py": _DECISIONS,
    "services/suspension.py": ("tests/rpc/test_suspension.py", "tests/matrix", *_AUDIT),
    "services/users.py": (
        "tests/rpc/test_authorization.py",
        "tests/rpc/test_data_rules.py",
        "tests/rpc/test_lists.py",
        "tests/rpc/test_etags.py",
        "tests/matrix",
        *_AUDIT,
    ),
    "storage/principals.py": (
        "tests/storage/test_key_owners.py",
        "tests/storage/test_rotated_keys.py",
        *_DECISIONS,
        *_KEYS,
    ),
    "storage/roles.py": ("tests/rpc/test_roles.py",),
    "storage/scopes.py": ("tests/rpc/test_key_scopes.py",),
    "storage/suspension.py": ("tests/rpc/test_suspension.py",),
    "transport/interceptors/authentication.py": (*_FORM[:1], *_DECISIONS),
    "transport/interceptors/authorization.py": (*_CHAIN, *_DECISIONS),
    "transport/interceptors/failed_attempts.py": ("tests/security/test_limits.py",),
    "transport/interceptors/impersonation.py": (*_FORM[:1], *_DECISIONS),
    "transport/interceptors/key_rate.py": ("tests/security/test_limits.py",),
    "transport/methods.py": _DECISIONS,
}
"""For each module that is changed: the tests of its rules through a server, on SQLite."""

LOCKS = (
    "tests/storage/test_held_rows.py",
    "tests/storage/test_key_owners.py",
    "tests/storage/test_query_plans.py",
    "tests/rpc/test_races.py",
    "tests/storage/test_postgresql.py",
)
"""What is asked on PostgreSQL, of the modules that lock rows: SQLite has no such locks."""
LOCKING = (
    "services/access_keys.py",
    "services/authentication.py",
    "storage/principals.py",
    "storage/suspension.py",
)

FAR = (
    "tests/unit",
    "tests/rpc",
    "tests/matrix",
    "tests/storage",
    "tests/security",
    "tests/client/test_impersonation.py",
)
"""What is asked last, of that which nothing nearer has noticed; on SQLite."""
