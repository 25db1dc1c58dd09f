package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The one way in which JSON is read and written here: strict, with limits, and always the same
 * bytes.
 */
final class Json {
    private static final int DEEPEST = 32;

    /** All of Unicode takes a quarter of it. */
    private static final int LONGEST_TEXT = 1 << 22;

    /**
     * Reads token by token. Refuses duplicate names, and more nesting than any file of Rondo has.
     */
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNumberLength(64)
                                    .maxStringLength(LONGEST_TEXT)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    /** Jackson's small binding: its large one takes half a second until it has read anything. */
    private static final JSON COMPACT =
            JSON.builder(FACTORY)
                    .enable(
                            JSON.Feature.WRITE_NULL_PROPERTIES,
                            JSON.Feature.FAIL_ON_UNKNOWN_TYPE_WRITE)
                    .build();

    private static final JSON PRETTY = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** One line, with keys in the map's order. */
    static String compact(Map<String, ?> object) {
        return written(COMPACT, object);
    }

    /** Indented for people, with keys in the map's order and a line end. */
    static String pretty(Map<String, ?> object) {
        return written(PRETTY, object) + "\n";
    }

    private static String written(JSON form, Map<String, ?> object) {
        try {
            return form.asString(object);
        } catch (IOException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * The object that a text holds, with keys in the text's order.
     *
     * @throws JsonProcessingException when the text is not exactly one JSON object
     */
    static Map<String, Object> object(String text) throws JsonProcessingException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "an object should be here");
            }
            Map<String, Object> object = COMPACT.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
    }

    /**
     * Bytes as text.
     *
     * @throws CharacterCodingException when they are not UTF-8
     */
    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** What is wrong with a text, and where, in one line. */
    static String reason(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String what = e.getOriginalMessage().lines().findFirst().orElse("malformed");
        return at == null
                ? what
                : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
