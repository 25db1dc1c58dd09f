package dev.rondo.cli.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network did at each symbol that it read and wrote.
 *
 * @param read the symbols read
 * @param written the symbols written; empty for a network that only reads
 * @param attention how it looked at the one while it wrote the other; empty without attention
 * @param gates of each recurrence; empty where its cells name none
 */
public record Exploration(
        List<String> read,
        List<String> written,
        Optional<AttentionMap> attention,
        List<Gates> gates) {
    /** Which symbols a recurrence steps over. */
    public enum Side {
        /** Those that are read. */
        READ,
        /** Those that are written. */
        WRITTEN
    }

    /**
     * The gates of a recurrence.
     *
     * @param cell the cell, in words
     * @param side the symbols that it steps over
     * @param means by the name of the gate, at each symbol the mean over the cell's units
     */
    public record Gates(String cell, Side side, Map<String, double[]> means) {
        /** Copies the map, keeping its order. */
        public Gates {
            means = Collections.unmodifiableMap(new LinkedHashMap<>(means));
        }
    }

    /** Copies the lists. */
    public Exploration {
        read = List.copyOf(read);
        written = List.copyOf(written);
        gates = List.copyOf(gates);
    }

    /** The symbols of a side. */
    public List<String> symbols(Side side) {
        return switch (side) {
            case READ -> read;
            case WRITTEN -> written;
        };
    }

    /** Whether there is anything to see beside the symbols. */
    public boolean isEmpty() {
        return attention.isEmpty() && gates.isEmpty();
    }

    /**
     * What a script needs: {@code read} and {@code written}, and with attention {@code weights}, a
     * row for each symbol written.
     */
    public ObjectNode json() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        read.forEach(data.putArray("read")::add);
        written.forEach(data.putArray("written")::add);
        if (attention.isPresent()) {
            ArrayNode rows = data.putArray("weights");
            for (float[] weights : attention.get().weights()) {
                ArrayNode row = rows.addArray();
                for (float w : weights) {
                    row.add(Float.isFinite(w) ? w : 0);
                }
            }
        }
        return data;
    }
}
