package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.internal.Names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file. The header is read and checked at once, and a tensor when it is asked
 * for. F32, F64, I32 and BOOL are read as they are, F16 and BF16 as F32, I64 as I32 if every value
 * fits, U8 as BOOL if every value is 0 or 1. Memory is allocated for what the file holds, never for
 * what its header claims.
 */
public final class SafetensorsReader implements AutoCloseable {
    /** The limit that the format's own library sets. */
    private static final int LONGEST_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;
    private ByteBuffer chunk;

    private SafetensorsReader(
            Path file, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws CheckpointException when it cannot be read or is not a safetensors file; the message
     *     names the file, the tensor, and what is wrong with it
     */
    public static SafetensorsReader open(Path file) {
        // a pipe would block, and a directory gives an unclear error
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException(file + " is not a file");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            if (size < 8) {
                throw new CheckpointException(
                        file + ": a safetensors file has at least 8 bytes, this one has " + size);
            }
            long length = read(file, channel, 0, 8).getLong();
            if (isPickled(length)) {
                throw new CheckpointException(
                        file
                                + " is what torch.save writes, not a safetensors file. In Python, load the"
                                + " model and write safetensors.torch.save_model(model,"
                                + " \"model.safetensors\")");
            }
            if (length < 0 || length > size - 8) {
                throw new CheckpointException(
                        file
                                + ": the header is said to take "
                                + Long.toUnsignedString(length)
                                + " bytes, and the file has "
                                + (size - 8)
                                + " after the length; it was cut short or is no safetensors file");
            }
            if (length > LONGEST_HEADER) {
                throw new CheckpointException(
                        file
                                + ": the header takes "
                                + length
                                + " bytes; at most "
                                + LONGEST_HEADER
                                + " are allowed");
            }
            long start = 8 + length;
            InputStream json = new Section(channel, 8, start);
            var header = SafetensorsHeader.parse(file.toString(), json, size - start);
            SafetensorsReader reader = new SafetensorsReader(file, channel, header, start);
            channel = null;
            return reader;
        } catch (IOException e) {
            throw new CheckpointException("cannot read " + file + ": " + Failures.reason(e), e);
        } finally {
            closeQuietly(channel);
        }
    }

    /** The first bytes of a zip archive or, in older files, of a pickle. No header is so long. */
    private static boolean isPickled(long first) {
        boolean zip = (first & 0xFFFF_FFFFL) == 0x0403_4B50L;
        boolean pickle = (first & 0xFF) == 0x80 && (first >> 8 & 0xFF) <= 5;
        return Long.compareUnsigned(first, LONGEST_HEADER) > 0 && (zip || pickle);
    }

    /** The bytes of a file between two positions, read on demand. */
    private static final class Section extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        Section(FileChannel channel, long begin, long end) {
            this.channel = channel;
            this.at = begin;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int most = (int) Math.min(count, end - at);
            int n = most == 0 ? -1 : channel.read(ByteBuffer.wrap(into, offset, most), at);
            at += Math.max(0, n);
            return n;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // the file was only read, and the earlier error says more
            }
        }
    }

    /** Names of the tensors, in the header's order. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** The free texts of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * The type as which a tensor is read.
     *
     * @throws IllegalArgumentException when there is no tensor of that name
     */
    public DType dtype(String name) {
        return entry(name).format().dtype();
    }

    /**
     * A tensor's extents.
     *
     * @throws IllegalArgumentException when there is no tensor of that name
     */
    public Shape shape(String name) {
        return entry(name).shape();
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry e = header.tensors().get(name);
        if (e == null) {
            throw new IllegalArgumentException(
                    file + " has no tensor '" + name + "'; it has [" + Names.some(names()) + "]");
        }
        return e;
    }

    /**
     * A tensor's values.
     *
     * @throws IllegalArgumentException when there is no tensor of that name
     * @throws CheckpointException when the file cannot be read, or a value does not fit the type as
     *     which it is read
     */
    public Array read(String name) {
        SafetensorsHeader.Entry e = entry(name);
        Array array = Array.zeros(e.format().dtype(), e.shape());
        try {
            long at = dataStart + e.begin();
            int done = 0;
            while (done < array.size()) {
                int count = Math.min(array.size() - done, CHUNK / e.format().bytes());
                ByteBuffer bytes = fill(at, count * e.format().bytes());
                decode(e, bytes, array.buffer(), done, count);
                done += count;
                at += (long) count * e.format().bytes();
            }
        } catch (IOException x) {
            throw new CheckpointException("cannot read " + file + ": " + Failures.reason(x), x);
        }
        return array;
    }

    private ByteBuffer fill(long at, int count) throws IOException {
        if (chunk == null || chunk.capacity() < count) {
            chunk = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
        }
        chunk.clear().limit(count);
        fill(file, channel, at, chunk);
        return chunk;
    }

    private static ByteBuffer read(Path file, FileChannel channel, long at, int count)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, channel, at, bytes);
        return bytes;
    }

    private static void fill(Path file, FileChannel channel, long at, ByteBuffer bytes)
            throws IOException {
        long from = at;
        while (bytes.hasRemaining()) {
            int n = channel.read(bytes, from);
            if (n < 0) {
                throw new CheckpointException(file + " became shorter while it was read");
            }
            from += n;
        }
        bytes.flip();
    }

    private void decode(
            SafetensorsHeader.Entry e, ByteBuffer from, Buffer to, int offset, int count) {
        switch (to) {
            case Buffer.F32(var v) -> {
                switch (e.format()) {
                    case F32 -> from.asFloatBuffer().get(v, offset, count);
                    case F16 -> {
                        for (int i = 0; i < count; i++) {
                            v[offset + i] = Float.float16ToFloat(from.getShort(2 * i));
                        }
                    }
                    default -> {
                        for (int i = 0; i < count; i++) {
                            v[offset + i] = Float.intBitsToFloat(from.getShort(2 * i) << 16);
                        }
                    }
                }
            }
            case Buffer.F64(var v) -> from.asDoubleBuffer().get(v, offset, count);
            case Buffer.I32(var v) -> {
                if (e.format() == Format.I32) {
                    from.asIntBuffer().get(v, offset, count);
                    return;
                }
                for (int i = 0; i < count; i++) {
                    long x = from.getLong(8 * i);
                    if (x != (int) x) {
                        throw unfit(e, offset + i, x, "32 bits");
                    }
                    v[offset + i] = (int) x;
                }
            }
            case Buffer.Bool(var v) -> {
                for (int i = 0; i < count; i++) {
                    byte x = from.get(i);
                    if (x != 0 && x != 1) {
                        throw unfit(e, offset + i, x & 0xff, "a truth value, 0 or 1");
                    }
                    v[offset + i] = x;
                }
            }
        }
    }

    private CheckpointException unfit(
            SafetensorsHeader.Entry e, int position, long found, String wanted) {
        return new CheckpointException(
                file
                        + ": tensor '"
                        + e.name()
                        + "' ("
                        + e.format()
                        + e.shape()
                        + ") holds "
                        + found
                        + " at position "
                        + position
                        + ", which does not fit "
                        + wanted);
    }

    /** Closes the file. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
