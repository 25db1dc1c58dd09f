package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes tensors in the safetensors format. The same tensors give the same bytes. */
final class SafetensorsWriter {
    private static final int CHUNK = 1 << 18;

    private SafetensorsWriter() {}

    /**
     * Writes header and data.
     *
     * @param tensors by name
     * @param metadata free texts for the header
     * @throws IllegalArgumentException when a tensor has the name of the metadata's field
     */
    static void write(OutputStream out, Map<String, Array> tensors, Map<String, String> metadata)
            throws IOException {
        // widest elements first, so that each tensor is aligned to its elements
        List<Map.Entry<String, Array>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.comparingInt(e -> -e.getValue().dtype().bytes()));
        out.write(header(order, metadata));
        long largest = 0;
        for (Array a : tensors.values()) {
            largest = Math.max(largest, (long) a.size() * a.dtype().bytes());
        }
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK, largest)).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Array> e : order) {
            writeData(out, chunk, e.getValue());
        }
    }

    private static byte[] header(
            List<Map.Entry<String, Array>> order, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            // sorted, because Map.of has a different order in every process
            header.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
        }
        long at = 0;
        for (Map.Entry<String, Array> e : order) {
            Array a = e.getValue();
            long end = at + (long) a.size() * a.dtype().bytes();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", Format.of(a.dtype()).name());
            entry.put("shape", a.shape().dims());
            entry.put("data_offsets", new long[] {at, end});
            if (e.getKey().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException(
                        "a tensor cannot be named " + SafetensorsHeader.METADATA);
            }
            header.put(e.getKey(), entry);
            at = end;
        }
        byte[] json = Json.compact(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) & -8;
        ByteBuffer b = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        b.putLong(padded).put(json);
        Arrays.fill(b.array(), b.position(), b.capacity(), (byte) ' ');
        return b.array();
    }

    private static void writeData(OutputStream out, ByteBuffer chunk, Array a) throws IOException {
        int width = a.dtype().bytes();
        for (int done = 0; done < a.size(); ) {
            int count = Math.min(a.size() - done, CHUNK / width);
            chunk.clear();
            switch (a.buffer()) {
                case Buffer.F32(var v) -> chunk.asFloatBuffer().put(v, done, count);
                case Buffer.F64(var v) -> chunk.asDoubleBuffer().put(v, done, count);
                case Buffer.I32(var v) -> chunk.asIntBuffer().put(v, done, count);
                case Buffer.Bool(var v) -> chunk.put(0, v, done, count);
            }
            out.write(chunk.array(), 0, count * width);
            done += count;
        }
    }
}
