package dev.rondo.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.rondo.models.checkpoint.Configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The published schema of results. Tests allow no field that is not in it. */
public final class ResultSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of("../docs/reference/bench-results.schema.json");

    private ResultSchema() {}

    static JsonNode published() {
        try {
            return JSON.readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The published schema, which refuses fields that it does not have. */
    private static JsonNode closed() {
        JsonNode schema = published();
        close(schema);
        return schema;
    }

    private static void close(JsonNode schema) {
        schema.forEach(ResultSchema::close);
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
    }

    /** What the closed schema says against a result. */
    static List<String> errors(Configuration result) {
        return errors(closed(), result);
    }

    /** What the closed schema says against a section of a result. */
    public static List<String> errors(String section, Configuration found) {
        return errors(closed().path("properties").path(section), found);
    }

    private static List<String> errors(JsonNode schema, Configuration found) {
        Schema read =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema);
        try {
            return read.validate(JSON.readTree(found.toString())).stream()
                    .map(Error::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the fields in a section. */
    public static Set<String> fields(String section) {
        Set<String> names = new TreeSet<>();
        published()
                .path("properties")
                .path(section)
                .path("properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    /** Names of all fields, at every depth. */
    static List<String> allFields() {
        List<String> names = new ArrayList<>();
        collect(published(), names);
        return names;
    }

    private static void collect(JsonNode schema, List<String> names) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.forEach(part -> collect(part, names));
    }
}
