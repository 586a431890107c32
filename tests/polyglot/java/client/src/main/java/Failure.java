import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;

/** A call that failed. */
record Failure(
    String code,
    String message,
    String reason,
    String domain,
    Map<String, String> metadata,
    List<Violation> fields) {

  record Violation(String field, String description) {}

  static Failure of(StatusRuntimeException error) throws InvalidProtocolBufferException {
    var status = StatusProto.fromThrowable(error);
    var info = detail(status, ErrorInfo.getDefaultInstance());
    var violations =
        detail(status, BadRequest.getDefaultInstance()).getFieldViolationsList().stream()
            .map(violation -> new Violation(violation.getField(), violation.getDescription()))
            .toList();
    return new Failure(
        error.getStatus().getCode().name(),
        status.getMessage(),
        info.getReason(),
        info.getDomain(),
        info.getMetadataMap(),
        violations);
  }

  /** The detail of a type, or an empty one. */
  private static <T extends Message> T detail(Status status, T empty)
      throws InvalidProtocolBufferException {
    for (var detail : status.getDetailsList()) {
      if (detail.isSameTypeAs(empty)) {
        return detail.unpackSameTypeAs(empty);
      }
    }
    return empty;
  }
}
