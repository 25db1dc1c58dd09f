package dev.rondo.cli.fuzz;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A well-formed safetensors file whose tensors may have any name, type and shape. */
record TensorFile(List<Entry> entries) {
    /** Bytes of the largest tensor that is made. */
    private static final int LARGEST = 1 << 18;

    private static final List<String> TYPES =
            List.of("F32", "F64", "F16", "BF16", "I64", "I32", "U8", "BOOL");

    private static final int[] EXTENTS = {0, 1, 2, 3, 4, 5, 6, 8, 12, 16, 20, 100, 8000};

    private static final float[] EXTREMES = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 1e20f
    };

    /** A tensor. */
    record Entry(String name, String type, int[] shape, byte[] data) {}

    static TensorFile of(Map<String, Array> arrays) {
        List<Entry> entries = new ArrayList<>();
        arrays.forEach(
                (name, a) -> {
                    ByteBuffer data = little((int) a.size() * 4);
                    for (int i = 0; i < a.size(); i++) {
                        if (a.dtype().isFloat()) {
                            data.putFloat((float) a.get(i));
                        } else {
                            data.putInt(a.i32()[i]);
                        }
                    }
                    String type = a.dtype().isFloat() ? "F32" : "I32";
                    entries.add(new Entry(name, type, a.shape().dims(), data.array()));
                });
        return new TensorFile(entries);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes() {
        StringBuilder header = new StringBuilder();
        int at = 0;
        for (Entry e : entries) {
            header.append(header.isEmpty() ? '{' : ',');
            header.append('"').append(e.name).append("\":{\"dtype\":\"").append(e.type);
            header.append("\",\"shape\":").append(Arrays.toString(e.shape));
            header.append(",\"data_offsets\":[").append(at).append(',');
            at += e.data.length;
            header.append(at).append("]}");
        }
        byte[] json = (header.isEmpty() ? "{}" : header + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = little(8 + json.length + at).putLong(json.length).put(json);
        entries.forEach(e -> file.put(e.data));
        return file.array();
    }

    /** One to three tensors are missing, renamed, doubled, or of another type, shape or value. */
    TensorFile changed(SplittableRandom random) {
        List<Entry> all = new ArrayList<>(entries);
        for (int n = random.nextInt(1, 4); n > 0 && !all.isEmpty(); n--) {
            int at = random.nextInt(all.size());
            Entry e = all.get(at);
            switch (random.nextInt(8)) {
                case 0 -> all.remove(at);
                case 1 -> all.set(at, new Entry(other(e.name, random), e.type, e.shape, e.data));
                case 2 -> all.add(new Entry(other(e.name, random), e.type, e.shape, e.data));
                case 3 -> all.set(at, drawn(e.name, TYPES.get(random.nextInt(8)), e.shape, random));
                case 4 -> all.set(at, drawn(e.name, e.type, e.shape, random));
                case 5 -> all.set(at, drawn(e.name, e.type, reshaped(e.shape, random), random));
                default -> all.set(at, drawn(e.name, e.type, resized(e.shape, random), random));
            }
        }
        // a name twice is another kind of bad file
        return new TensorFile(
                List.copyOf(
                        all.stream()
                                .collect(Collectors.toMap(Entry::name, e -> e, (a, _) -> a))
                                .values()));
    }

    /** One number is not finite, or nearly so. */
    TensorFile overflowing(SplittableRandom random) {
        List<Entry> all = new ArrayList<>(entries);
        Entry e = all.remove(random.nextInt(all.size()));
        byte[] data = e.data.clone();
        if (e.type.equals("F32") && data.length > 0) {
            ByteBuffer.wrap(data)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(
                            4 * random.nextInt(data.length / 4),
                            EXTREMES[random.nextInt(EXTREMES.length)]);
        }
        all.add(new Entry(e.name, e.type, e.shape, data));
        return new TensorFile(all);
    }

    private static String other(String name, SplittableRandom random) {
        int at = random.nextInt(name.length() + 1);
        return switch (random.nextInt(6)) {
            case 0 -> "encoder." + name;
            case 1 -> name + "_reverse";
            case 2 -> name.replaceAll("\\d", Integer.toString(random.nextInt(12)));
            case 3 -> name.substring(at);
            case 4 -> name.substring(0, at);
            default -> name.replace("ih", random.nextBoolean() ? "hh" : "hr");
        };
    }

    private static int[] reshaped(int[] shape, SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new int[0];
            // as a state it is wider than any memory's matrix
            case 3 -> new int[] {1, 60_000};
            case 1 -> new int[] {(int) Shape.of(shape).size()};
            case 2 -> Arrays.copyOf(shape, shape.length + 1);
            default -> {
                int[] turned = shape.clone();
                for (int i = 0; i < shape.length; i++) {
                    turned[i] = shape[shape.length - 1 - i];
                }
                yield turned;
            }
        };
    }

    private static int[] resized(int[] shape, SplittableRandom random) {
        int[] other = shape.clone();
        if (other.length > 0) {
            other[random.nextInt(other.length)] = EXTENTS[random.nextInt(EXTENTS.length)];
        }
        return other;
    }

    private static Entry drawn(String name, String type, int[] shape, SplittableRandom random) {
        int width =
                switch (type) {
                    case "F64", "I64" -> 8;
                    case "F32", "I32" -> 4;
                    case "F16", "BF16" -> 2;
                    default -> 1;
                };
        if (Shape.of(shape).size() * width > LARGEST) {
            return drawn(name, type, new int[] {4, 3}, random);
        }
        byte[] data = Damage.bytes(random, (int) Shape.of(shape).size() * width);
        if (type.startsWith("I")) {
            for (int i = 0; i < data.length; i++) {
                data[i] = i % width == 0 ? (byte) (data[i] & 7) : 0; // numbers that may be lengths
            }
        }
        return new Entry(name, type, shape, data);
    }
}
