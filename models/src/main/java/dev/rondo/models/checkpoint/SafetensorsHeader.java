package dev.rondo.models.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import dev.rondo.array.Shape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the size of the file. The tensors fill the data
 * exactly, without gaps or overlaps, and the length of each is the one that its type and shape
 * need.
 *
 * @param tensors by name, in the header's order
 * @param metadata free texts
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
    /** The header's field for the free texts. */
    static final String METADATA = "__metadata__";

    /** No real model comes near it: PyTorch allows up to 64 axes, and Rondo needs five. */
    private static final int MOST_AXES = 16;

    /**
     * One tensor.
     *
     * @param begin first byte, counted from the end of the header
     * @param end byte after the last
     */
    record Entry(String name, Format format, Shape shape, long begin, long end) {}

    /**
     * Reads and checks a header piece by piece, since a file need not be as long as it claims.
     *
     * @param file name of the file, for messages
     * @param json the header's bytes
     * @param dataBytes how many bytes follow the header
     * @throws CheckpointException when anything breaks the rules of the format
     */
    static SafetensorsHeader parse(String file, InputStream json, long dataBytes) {
        Reader text = new BufferedReader(new InputStreamReader(json, UTF_8.newDecoder()));
        try (JsonParser p = Json.FACTORY.createParser(text)) {
            text.mark(1);
            if (text.read() != '{') {
                throw new CheckpointException(file + ": the header must begin with '{'");
            }
            text.reset();
            SafetensorsHeader header = new Entries(file, p, dataBytes).read();
            header.checkCover(file, dataBytes);
            return header;
        } catch (CharacterCodingException _) {
            throw new CheckpointException(file + ": the header is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file + ": the header is not well-formed JSON: " + Json.reason(e), e);
        } catch (IOException e) {
            throw new CheckpointException(file + ": " + Failures.reason(e), e);
        }
    }

    private void checkCover(String file, long dataBytes) {
        List<Entry> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        String before = "the header";
        for (Entry e : sorted) {
            if (e.begin != at) {
                throw new CheckpointException(
                        file
                                + ": tensor '"
                                + e.name
                                + "' must begin at byte "
                                + at
                                + ", right after "
                                + before
                                + ", and begins at "
                                + e.begin
                                + (e.begin < at ? " (they overlap)" : " (there is a gap)"));
            }
            at = e.end;
            before = "tensor '" + e.name + "'";
        }
        if (at != dataBytes) {
            throw new CheckpointException(
                    file
                            + ": the tensors take "
                            + at
                            + " bytes, and the file holds "
                            + dataBytes
                            + " after its header; it was cut short or altered");
        }
    }

    private static final class Entries {
        private final String file;
        private final JsonParser p;
        private final long dataBytes;

        Entries(String file, JsonParser p, long dataBytes) {
            this.file = file;
            this.p = p;
            this.dataBytes = dataBytes;
        }

        SafetensorsHeader read() throws IOException {
            Map<String, Entry> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            p.nextToken();
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                String name = p.currentName();
                if (name.equals(METADATA)) {
                    readMetadata(metadata);
                } else {
                    tensors.put(name, readEntry(name));
                }
            }
            if (p.nextToken() != null) {
                throw new CheckpointException(file + ": something follows the header's object");
            }
            return new SafetensorsHeader(
                    Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        }

        private void readMetadata(Map<String, String> into) throws IOException {
            JsonToken first = p.nextToken();
            if (first == JsonToken.VALUE_NULL) {
                // the format's own library reads it so
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new CheckpointException(file + ": " + METADATA + " must be an object");
            }
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                String key = p.currentName();
                if (p.nextToken() != JsonToken.VALUE_STRING) {
                    throw new CheckpointException(
                            file + ": " + METADATA + " '" + key + "' must be a text");
                }
                into.put(key, p.getText());
            }
        }

        private Entry readEntry(String name) throws IOException {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(name, "must be an object");
            }
            Format format = null;
            Shape shape = null;
            long[] offsets = null;
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                String key = p.currentName();
                switch (key) {
                    case "dtype" -> format = readFormat(name);
                    case "shape" -> shape = readShape(name);
                    case "data_offsets" -> offsets = readNumbers(name, key, 2);
                    default -> throw wrong(name, "has an unknown member '" + key + "'");
                }
            }
            if (format == null || shape == null || offsets == null) {
                throw wrong(name, "needs the members dtype, shape and data_offsets");
            }
            return entry(name, format, shape, offsets);
        }

        private Entry entry(String name, Format format, Shape shape, long[] offsets) {
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
                throw wrong(
                        name,
                        "has the data_offsets "
                                + Arrays.toString(offsets)
                                + "; they must be two, rising, and at most "
                                + dataBytes
                                + ", the bytes that follow the header");
            }
            long needs = Math.multiplyExact(shape.size(), (long) format.bytes());
            if (needs != offsets[1] - offsets[0]) {
                throw wrong(
                        name,
                        "is "
                                + format
                                + shape
                                + " and needs "
                                + needs
                                + " bytes; its data_offsets span "
                                + (offsets[1] - offsets[0]));
            }
            return new Entry(name, format, shape, offsets[0], offsets[1]);
        }

        private Format readFormat(String name) throws IOException {
            if (p.nextToken() == JsonToken.VALUE_STRING) {
                for (Format f : Format.values()) {
                    if (f.name().equals(p.getText())) {
                        return f;
                    }
                }
            }
            throw wrong(
                    name,
                    "has the dtype "
                            + p.getText()
                            + "; what can be read is "
                            + EnumSet.allOf(Format.class));
        }

        private Shape readShape(String name) throws IOException {
            long[] extents = readNumbers(name, "shape", MOST_AXES);
            int[] dims = new int[extents.length];
            long size = 1;
            for (int i = 0; i < dims.length; i++) {
                // Java's arrays end there, and the product of two such numbers still fits a long
                if (extents[i] > Integer.MAX_VALUE - 8) {
                    throw wrong(name, "has an axis of " + extents[i] + ", more than 2^31-9");
                }
                dims[i] = (int) extents[i];
                size *= extents[i];
                if (size > Integer.MAX_VALUE - 8) {
                    throw wrong(
                            name,
                            "has the shape "
                                    + Arrays.toString(extents)
                                    + ", more than 2^31-9 elements");
                }
            }
            return Shape.of(dims);
        }

        /** At most {@code most} whole numbers, none of them negative. */
        private long[] readNumbers(String name, String key, int most) throws IOException {
            if (p.nextToken() != JsonToken.START_ARRAY) {
                throw wrong(name, "needs an array as its " + key);
            }
            long[] n = new long[most];
            int count = 0;
            while (p.nextToken() != JsonToken.END_ARRAY) {
                if (p.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw wrong(name, "has something else than whole numbers in its " + key);
                }
                if (count == most) {
                    throw wrong(name, "has more than " + most + " numbers in its " + key);
                }
                if (p.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        || p.getLongValue() < 0) {
                    throw wrong(name, "has the number " + p.getText() + " in its " + key);
                }
                n[count++] = p.getLongValue();
            }
            return Arrays.copyOf(n, count);
        }

        private CheckpointException wrong(String name, String what) {
            return new CheckpointException(file + ": tensor '" + name + "' " + what);
        }
    }
}
