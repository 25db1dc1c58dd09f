package dev.rondo.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Safetensors files that are almost well-formed and lie in some of what they say. */
final class HostileHeader {
    private static final List<String> TYPES =
            List.of("F32", "F64", "F16", "BF16", "I64", "I32", "U8", "BOOL", "F8_E4M3", "f32", "");

    private final SplittableRandom random;
    private final StringBuilder json = new StringBuilder("{");
    private long at;

    private HostileHeader(SplittableRandom random) {
        this.random = random;
    }

    /** A file; one in some is wholly right. */
    static byte[] file(SplittableRandom random) {
        return new HostileHeader(random).build();
    }

    private byte[] build() {
        int tensors = random.nextInt(6);
        for (int i = 0; i < tensors; i++) {
            json.append(i == 0 ? "" : ",");
            tensor(i);
        }
        if (rarely()) {
            json.append(tensors == 0 ? "" : ",").append(metadata());
        }
        json.append('}');
        byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
        int data = (int) Math.clamp(at, 0, 4096) + (rarely() ? random.nextInt(-3, 4) : 0);
        byte[] body = Damage.bytes(random, Math.max(0, data));
        if (random.nextBoolean()) {
            for (int i = 0; i < body.length; i++) {
                body[i] &= 1; // truth values, and long numbers that may fit
            }
        }
        long claimed = rarely() ? random.nextLong(1L << random.nextInt(1, 63)) : header.length;
        return ByteBuffer.allocate(8 + header.length + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(claimed)
                .put(header)
                .put(body)
                .array();
    }

    private boolean rarely() {
        return random.nextInt(12) == 0;
    }

    private String number(long right) {
        return rarely() ? Damage.NUMBERS.get(random.nextInt(Damage.NUMBERS.size())) : "" + right;
    }

    private void tensor(int i) {
        int name = rarely() ? random.nextInt(i + 1) : i;
        String type = TYPES.get(rarely() ? random.nextInt(TYPES.size()) : random.nextInt(8));
        long bytes =
                switch (type) {
                    case "F64", "I64" -> 8;
                    case "F32", "I32" -> 4;
                    case "F16", "BF16" -> 2;
                    default -> 1;
                };
        StringBuilder shape = new StringBuilder();
        int axes = rarely() ? random.nextInt(40) : random.nextInt(4);
        long size = 1;
        for (int a = 0; a < axes; a++) {
            int extent = random.nextInt(5);
            size *= extent;
            shape.append(a == 0 ? "" : ",").append(number(extent));
        }
        long begin = rarely() ? at + random.nextInt(-9, 10) : at;
        long end = begin + size * bytes;
        json.append("\"t").append(name).append(rarely() ? "\\u0000\\ud800" : "").append("\":{");
        String dtype = "\"dtype\":\"" + type + "\"";
        String extents = "\"shape\":[" + shape + "]";
        String offsets = "\"data_offsets\":[" + number(begin) + "," + number(end) + "]";
        switch (rarely() ? random.nextInt(6) : -1) {
            case 0 -> json.append(dtype).append(',').append(dtype).append(',').append(extents);
            case 1 -> json.append("\"shape\":{},").append(dtype).append(',').append(offsets);
            case 2 -> json.append("\"more\":").append("[".repeat(random.nextInt(3000)));
            case 3 -> json.append(offsets).append(',').append(extents);
            default -> json.append(dtype).append(',').append(extents).append(',').append(offsets);
        }
        json.append('}');
        at = Math.max(at, end);
    }

    private String metadata() {
        return "\"__metadata__\":"
                + switch (random.nextInt(5)) {
                    case 0 -> "{\"k\":\"v\"}";
                    case 1 -> "{\"k\":1}";
                    case 2 -> "[]";
                    case 3 -> "{\"k\":\"" + "x".repeat(random.nextInt(20_000)) + "\"}";
                    default -> "{\"k\":{\"k\":\"v\"}}";
                };
    }
}
