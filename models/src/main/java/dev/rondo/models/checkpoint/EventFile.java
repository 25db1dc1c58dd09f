package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.protobuf.ProtobufMapper;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchema;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchemaLoader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A growing file of TensorBoard's events: TFRecords, each of which holds an {@code Event}. Events
 * are kept in memory until {@link #flush}. For one thread at a time.
 *
 * <pre>
 * length   8 bytes, little endian
 * masked CRC-32C of the length, 4 bytes
 * Event    protobuf, length bytes
 * masked CRC-32C of the event, 4 bytes
 * </pre>
 */
public final class EventFile implements AutoCloseable {
    /**
     * The prefix of the names of event files. TensorBoard looks for it, and sorts by the rest of
     * the name.
     */
    public static final String PREFIX = "events.out.tfevents.";

    private static final int HEADER = 12;
    private static final int FOOTER = 4;

    /** Rondo's events take about a hundred bytes. */
    private static final long LONGEST = 1 << 20;

    private static final int START = 1;

    /** The part of TensorFlow's event.proto and summary.proto that scalars need. */
    private static final ProtobufSchema SCHEMA = schema();

    private static final ProtobufMapper MAPPER = new ProtobufMapper();
    private static final ObjectWriter WRITER = MAPPER.writer(SCHEMA);
    private static final ObjectReader READER = MAPPER.readerFor(Map.class).with(SCHEMA);

    private static ProtobufSchema schema() {
        try {
            return ProtobufSchemaLoader.std.parse(
                    """
                    syntax = "proto2";
                    message Event {
                      required double wall_time = 1;
                      optional int64 step = 2;
                      optional string file_version = 3;
                      optional Summary summary = 5;
                      optional SessionLog session_log = 7;
                    }
                    message Summary {
                      repeated Value value = 1;
                      message Value {
                        optional string tag = 1;
                        optional float simple_value = 2;
                      }
                    }
                    message SessionLog {
                      optional int32 status = 1;
                    }
                    """,
                    "Event");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final GrowingFile out;

    private EventFile(Path file) {
        out = GrowingFile.appending(file);
    }

    /**
     * Begins a new file for the events after a step. Files that are there already lose the events
     * of later steps and torn events. A TensorBoard that has read these events is told to forget
     * them.
     *
     * @param step the last step whose events stay
     * @throws CheckpointException when a file cannot be read or written
     */
    static EventFile after(Path directory, long step) {
        List<Path> before = list(directory);
        before.forEach(file -> truncate(file, step));
        // names must sort in the order of writing, even when the clock was set back
        long number = System.currentTimeMillis() / 1000;
        if (!before.isEmpty()) {
            String last = before.getLast().getFileName().toString();
            number = Math.max(number, Long.parseLong(last.substring(PREFIX.length())) + 1);
        }
        EventFile events =
                new EventFile(
                        directory.resolve(String.format(Locale.ROOT, "%s%010d", PREFIX, number)));
        events.append(Map.of("file_version", "brain.Event:2"));
        events.append(Map.of("step", step + 1, "session_log", Map.of("status", START)));
        events.flush();
        return events;
    }

    /** The event files of a directory, oldest first. */
    static List<Path> list(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(
                        directory,
                        p ->
                                p.getFileName()
                                        .toString()
                                        .matches("\\Q" + PREFIX + "\\E\\d{10,18}"))) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw GrowingFile.cannot("list", directory, e.getCause());
        } catch (IOException e) {
            throw GrowingFile.cannot("list", directory, e);
        }
        files.sort(null);
        return files;
    }

    /**
     * Adds values of one step.
     *
     * @param values by tag, such as {@code train/loss}
     */
    public void append(long step, Map<String, Double> values) {
        List<Map<String, Object>> list = new ArrayList<>();
        values.forEach(
                (tag, value) -> list.add(Map.of("tag", tag, "simple_value", value.floatValue())));
        append(Map.of("step", step, "summary", Map.of("value", list)));
    }

    private void append(Map<String, Object> content) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("wall_time", System.currentTimeMillis() / 1e3);
        event.putAll(content);
        byte[] bytes;
        try {
            bytes = WRITER.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] length = little(Long.BYTES).putLong(bytes.length).array();
        out.append(
                little(HEADER + bytes.length + FOOTER)
                        .put(length)
                        .putInt(checksum(length, 0, length.length))
                        .put(bytes)
                        .putInt(checksum(bytes, 0, bytes.length))
                        .array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C, masked as in TFRecords: rotated, plus a constant. */
    private static int checksum(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /**
     * Hands all events to the operating system, where TensorBoard sees them.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void flush() {
        out.flush();
    }

    /**
     * Puts all events on the disk.
     *
     * @throws CheckpointException when the file cannot be written
     */
    public void sync() {
        out.sync();
    }

    /** Flushes and closes. */
    @Override
    public void close() {
        out.close();
    }

    /** Cuts a file off before its first event that belongs to a later step or is incomplete. */
    private static void truncate(Path file, long step) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.truncate(end(file, step));
            channel.force(true);
        } catch (IOException e) {
            throw GrowingFile.cannot("cut off", file, e);
        }
    }

    private static long end(Path file, long step) throws IOException {
        long end = 0;
        try (InputStream in = Files.newInputStream(file)) {
            while (true) {
                byte[] header = in.readNBytes(HEADER);
                if (header.length < HEADER || !matches(header, Long.BYTES)) {
                    return end;
                }
                long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
                if (length < 0 || length > LONGEST) {
                    return end;
                }
                byte[] event = in.readNBytes((int) length + FOOTER);
                if (event.length < length + FOOTER || !matches(event, (int) length)) {
                    return end;
                }
                Map<?, ?> content = READER.readValue(event, 0, (int) length);
                if (content.get("summary") != null
                        && content.get("step") instanceof Number n
                        && n.longValue() > step) {
                    return end;
                }
                end += HEADER + length + FOOTER;
            }
        }
    }

    /** Whether the checksum that follows {@code count} bytes is the one of these bytes. */
    private static boolean matches(byte[] bytes, int count) {
        int expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(count);
        return expected == checksum(bytes, 0, count);
    }
}
