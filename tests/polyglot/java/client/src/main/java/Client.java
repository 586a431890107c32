import static java.nio.charset.StandardCharsets.UTF_8;

import ai.waii.user.v1.ServiceConfig;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;

/** Makes the calls that it reads from its input, as tests/polyglot/README.md says. */
final class Client {
  private static final int MAX_ANSWER = 8 << 20;
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
  private static final Metadata.Key<String> IMPERSONATE = header("x-waii-impersonate-user");
  private static final Gson GSON = new Gson();

  private record Call(
      String method, String key, String impersonate, double timeout, JsonObject request) {}

  private final Channel channel;

  private Client(Channel channel) {
    this.channel = channel;
  }

  public static void main(String[] args) throws IOException {
    var channel =
        Grpc.newChannelBuilder(args[0], InsecureChannelCredentials.create())
            .defaultServiceConfig(ServiceConfig.get())
            .maxInboundMessageSize(MAX_ANSWER)
            .build();
    try {
      new Client(channel).run();
    } finally {
      channel.shutdownNow();
    }
  }

  private void run() throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var output = new PrintStream(System.out, true, UTF_8);
    for (String line; (line = input.readLine()) != null; ) {
      output.println(outcome(GSON.fromJson(line, Call.class)));
    }
  }

  private JsonObject outcome(Call call) throws InvalidProtocolBufferException {
    var outcome = new JsonObject();
    var identified = ClientInterceptors.intercept(channel, identity(call));
    var methods = Methods.of(identified, Duration.ofNanos((long) (call.timeout() * 1e9)));
    try {
      var response = methods.call(call.method(), call.request().toString());
      outcome.add("response", JsonParser.parseString(JsonFormat.printer().print(response)));
    } catch (StatusRuntimeException error) {
      outcome.add("error", GSON.toJsonTree(Failure.of(error)));
    }
    return outcome;
  }

  private static ClientInterceptor identity(Call call) {
    var headers = new Metadata();
    if (call.key() != null) {
      headers.put(AUTHORIZATION, "Bearer " + call.key());
    }
    if (call.impersonate() != null) {
      headers.put(IMPERSONATE, call.impersonate());
    }
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
