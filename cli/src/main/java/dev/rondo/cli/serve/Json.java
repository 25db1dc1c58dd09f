package dev.rondo.cli.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON of requests and answers, read strictly. */
final class Json {
    /** No request is so deep. A deeper one would cost stack and say nothing. */
    static final int DEEPEST = 16;

    private static final int LONGEST_NUMBER = 100;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .maxNameLength(1000)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory can be written", e);
        }
    }

    /**
     * The object that a body holds.
     *
     * @throws Problem when it is no UTF-8, no JSON, deeper than {@value #DEEPEST} or no object
     */
    static ObjectNode read(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.malformed("the body is not UTF-8; JSON is");
        }
        return read(text);
    }

    private static ObjectNode read(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw Problem.malformed(
                    "the body is JSON beyond what is read here: at most "
                            + DEEPEST
                            + " levels deep, numbers of at most "
                            + LONGEST_NUMBER
                            + " characters");
        } catch (JsonProcessingException e) {
            throw Problem.malformed("the body is not well-formed JSON: " + reason(e));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Problem.malformed(
                "the body must be a JSON object, as in {\"name\": value}; it is "
                        + (node.isMissingNode() ? "empty" : "something else"));
    }

    private static String reason(JsonProcessingException e) {
        String where =
                e.getLocation() == null
                        ? ""
                        : "line "
                                + e.getLocation().getLineNr()
                                + ", column "
                                + e.getLocation().getColumnNr()
                                + ": ";
        return where + e.getOriginalMessage().lines().findFirst().orElse("it ends too early");
    }
}
