package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The server does what {@code openapi.json} says, and nothing else. */
class OpenApiTest {
    private static final String ROWS = "{\"series\":{\"y\":[1,2,3,4],\"x\":[1,2,3,4]}}";

    @TempDir private static Path folder;
    private static Served served;
    private static Client client;
    private static JsonNode api;

    @BeforeAll
    static void start() throws Exception {
        Path text = Trained.text(folder.resolve("text"));
        Path series = Trained.series(folder.resolve("series"));
        Path pairs = Trained.pairs(folder.resolve("pairs"));
        Path classes = Trained.classes(folder.resolve("classes"));
        Path numbers = Trained.numbers(folder.resolve("numbers"));
        served = Served.of(Served.SETTINGS, text, series, pairs, classes, numbers);
        client = served.client();
        api = client.get("openapi.json").json();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void it_describes_every_route_and_no_other() {
        Set<String> described = new TreeSet<>();
        api.get("paths")
                .properties()
                .forEach(
                        p ->
                                p.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                m ->
                                                        described.add(
                                                                m.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + p.getKey())));
        Set<String> there = new TreeSet<>();
        new Api(null, null, null, 0, () -> false)
                .routes()
                .forEach(r -> there.add(r.method() + " " + r.path()));
        assertThat(described).isEqualTo(there);
    }

    @Test
    void all_its_references_lead_somewhere() {
        List<String> references = new ArrayList<>();
        collect(api, references);
        assertThat(references).isNotEmpty().allMatch(r -> !api.at(r.substring(1)).isMissingNode());
    }

    private static void collect(JsonNode node, List<String> references) {
        node.properties()
                .forEach(
                        e -> {
                            if (e.getKey().equals("$ref")) {
                                references.add(e.getValue().textValue());
                            }
                        });
        node.forEach(child -> collect(child, references));
    }

    @Test
    void what_is_asked_and_answered_is_as_described() throws Exception {
        check("GET", "/health", "health", null);
        check("GET", "/metrics", "metrics", null);
        check("GET", "/", "", null);
        check("GET", "/openapi.json", "openapi.json", null);
        check("GET", "/v1/models", "v1/models", null);
        for (String model : List.of("text", "series", "pairs", "classes", "numbers", "none")) {
            check("GET", "/v1/models/{model}", "v1/models/" + model, null);
        }
        String predict = "/v1/models/{model}/predict";
        String forecast = "/v1/models/{model}/forecast";
        check("POST", predict, "v1/models/text/predict", "{\"prompt\":\"a\",\"length\":3}");
        check("POST", predict, "v1/models/text/predict", "{\"prompt\":\"???\"}");
        check(
                "POST",
                predict,
                "v1/models/pairs/predict",
                "{\"sources\":[\"1x\"],\"attention\":true}");
        check("POST", forecast, "v1/models/series/forecast", ROWS);
        check("POST", forecast, "v1/models/series/forecast", ROWS.replace("4", "99"));
        String classify = "/v1/models/{model}/classify";
        check("POST", classify, "v1/models/classes/classify", "{\"texts\":[\"a zebra\"]}");
        check("POST", classify, "v1/models/numbers/classify", "{\"sequences\":[[[1,2]]]}");
        check("POST", classify, "v1/models/text/classify", "{\"texts\":[\"a\"]}");
        String sessions = "/v1/models/{model}/sessions";
        JsonNode opened = check("POST", sessions, "v1/models/text/sessions", "{}").json();
        String path = "v1/models/text/sessions/" + opened.get("session").textValue();
        String session = sessions + "/{session}";
        check("GET", session, path, null);
        JsonNode snapshot = check("GET", session + "/snapshot", path + "/snapshot", null).json();
        check("POST", session + "/step", path + "/step", "{\"text\":\"a\"}");
        check("POST", session + "/step", path + "/step", "{\"text\":\"a\",\"position\":77}");
        check("POST", session + "/generate", path + "/generate", "{\"length\":2,\"top_k\":2}");
        check("POST", sessions, "v1/models/text/sessions", "{\"snapshot\":" + snapshot + "}");
        check("DELETE", session, path, null);
        check("DELETE", session, path, null);
    }

    /** Asks, and compares what was sent and what came back with the description. */
    private static Client.Reply check(String method, String template, String path, String body)
            throws Exception {
        JsonNode operation = api.get("paths").get(template).get(method.toLowerCase(Locale.ROOT));
        if (body != null) {
            valid(operation.at("/requestBody/content/application~1json/schema"), body);
        }
        Client.Reply reply = client.ask(method, path, body);
        JsonNode answer = operation.at("/responses/" + reply.status());
        assertThat(answer.isMissingNode()).as("%s %s: %s", method, path, reply).isFalse();
        if (reply.type().isEmpty()) {
            assertThat(answer.has("content")).isFalse();
            return reply;
        }
        JsonNode content = answer.get("content").get(reply.type().split(";")[0]);
        assertThat(content).as("%s %s: %s", method, path, reply).isNotNull();
        if (reply.type().contains("json")) {
            valid(content.get("schema"), reply.text());
        }
        return reply;
    }

    private static void valid(JsonNode schema, String json) throws Exception {
        ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(schema.toString());
        whole.set("components", api.get("components"));
        Schema checked =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(whole.toString(), InputFormat.JSON);
        assertThat(checked.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
}
