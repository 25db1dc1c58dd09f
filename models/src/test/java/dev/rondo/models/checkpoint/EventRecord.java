package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one of TensorBoard's events says, read by the definitions of TFRecord and Event with nothing
 * of the writer's.
 */
public record EventRecord(long step, String version, long start, Map<String, Float> values) {
    /** The events of a directory's files, oldest first. */
    public static List<EventRecord> readAll(Path directory) throws IOException {
        List<EventRecord> all = new ArrayList<>();
        for (Path file : EventFile.list(directory)) {
            all.addAll(read(file));
        }
        return all;
    }

    /** The events of a file, each checked against both of its checksums. */
    public static List<EventRecord> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<EventRecord> seen = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] event =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(masked(event));
            seen.add(parse(ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return seen;
    }

    /** CRC-32C bit by bit (polynomial 0x82f63b78), then TFRecord's mask. */
    private static int masked(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    private static EventRecord parse(ByteBuffer b) {
        long step = 0;
        String version = null;
        long start = 0;
        Map<String, Float> values = new LinkedHashMap<>();
        while (b.hasRemaining()) {
            int key = (int) varint(b);
            switch (key) {
                case 1 << 3 | 1 -> assertThat(b.getDouble()).isGreaterThan(1e9);
                case 2 << 3 -> step = varint(b);
                case 3 << 3 | 2 -> version = text(part(b));
                case 5 << 3 | 2 -> {
                    ByteBuffer summary = part(b);
                    while (summary.hasRemaining()) {
                        assertThat(varint(summary)).isEqualTo(1 << 3 | 2);
                        value(part(summary), values);
                    }
                }
                case 7 << 3 | 2 -> {
                    ByteBuffer log = part(b);
                    assertThat(varint(log)).isEqualTo(1 << 3);
                    start = varint(log);
                }
                default -> throw new AssertionError("field " + key);
            }
        }
        return new EventRecord(step, version, start, values);
    }

    private static void value(ByteBuffer b, Map<String, Float> values) {
        String tag = null;
        Float value = null;
        while (b.hasRemaining()) {
            if (varint(b) == (1 << 3 | 2)) {
                tag = text(part(b));
            } else {
                value = b.getFloat();
            }
        }
        values.put(tag, value);
    }

    private static long varint(ByteBuffer b) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = b.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer part(ByteBuffer b) {
        int length = (int) varint(b);
        ByteBuffer part = b.slice(b.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        b.position(b.position() + length);
        return part;
    }

    private static String text(ByteBuffer b) {
        return StandardCharsets.UTF_8.decode(b).toString();
    }
}
