package @NAME@.user.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;

/** gRPC's service config of the user service. */
public final class ServiceConfig {
  private ServiceConfig() {}

  /**
   * Repeats the calls that only read when the server is UNAVAILABLE: for {@code
   * ManagedChannelBuilder.defaultServiceConfig}.
   */
  public static Map<String, ?> get() {
    var resource = ServiceConfig.class.getResourceAsStream("/waii/user/v1/service_config.json");
    try (var json = new InputStreamReader(resource, UTF_8)) {
      return new Gson().fromJson(json, new TypeToken<Map<String, Object>>() {});
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
