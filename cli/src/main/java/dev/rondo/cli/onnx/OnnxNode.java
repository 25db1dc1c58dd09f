package dev.rondo.cli.onnx;

import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of an ONNX model.
 *
 * @param operator the operator, such as LSTM
 * @param name its name in the file; may be empty
 * @param inputs names of the operands; {@code ""} for one that is left out
 * @param outputs names of the results; {@code ""} for one that nobody reads
 * @param attributes whole numbers, numbers, texts and lists of these
 */
record OnnxNode(
        String operator,
        String name,
        List<String> inputs,
        List<String> outputs,
        Configuration attributes) {
    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("operator", operator)
                .with("name", name)
                .with("inputs", inputs)
                .with("outputs", outputs)
                .with("attributes", attributes);
    }

    static OnnxNode parse(Configuration c) {
        return new OnnxNode(
                c.text("operator"),
                c.text("name"),
                c.texts("inputs"),
                c.texts("outputs"),
                c.section("attributes"));
    }

    /** Whether it has an attribute. */
    boolean has(String attribute) {
        return attributes.has(attribute);
    }

    long whole(String attribute, long otherwise) {
        return attributes.integer(attribute, otherwise);
    }

    int count(String attribute, long otherwise) {
        return Math.toIntExact(whole(attribute, otherwise));
    }

    double number(String attribute, double otherwise) {
        return attributes.number(attribute, otherwise);
    }

    String text(String attribute, String otherwise) {
        return attributes.text(attribute, otherwise);
    }

    Optional<long[]> wholes(String attribute) {
        return has(attribute)
                ? Optional.of(longs(attributes, attribute).stream().mapToLong(v -> v).toArray())
                : Optional.empty();
    }

    /** A list of whole numbers, exactly. */
    static List<Long> longs(Configuration c, String key) {
        List<Long> found = new ArrayList<>();
        if (!(c.values().get(key) instanceof List<?> list)) {
            throw c.wrong(key, "a list of whole numbers");
        }
        for (Object o : list) {
            if (!(o instanceof Long l)) {
                throw c.wrong(key, "a list of whole numbers");
            }
            found.add(l);
        }
        return found;
    }

    List<Double> numbers(String attribute) {
        return has(attribute) ? attributes.numbers(attribute) : List.of();
    }

    List<String> texts(String attribute, List<String> otherwise) {
        return has(attribute) ? attributes.texts(attribute) : otherwise;
    }

    /** For messages. */
    @Override
    public String toString() {
        return operator
                + (name.isEmpty() ? "" : " '" + name + "'")
                + (outputs.isEmpty() ? "" : " (result '" + outputs.getFirst() + "')");
    }
}
