package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

class EventFileTest {
    @TempDir private Path directory;

    private Path write(long after, long... steps) {
        try (EventFile events = EventFile.after(directory, after)) {
            for (long step : steps) {
                events.append(step, Map.of("loss", step / 3.0));
            }
            events.sync();
        }
        return EventFile.list(directory).getLast();
    }

    @Test
    void recordsAndEventsAreAsTensorBoardDefinesThem() throws IOException {
        List<EventRecord> seen = EventRecord.read(write(0, 1, 1000));

        assertThat(seen)
                .containsExactly(
                        new EventRecord(0, "brain.Event:2", 0, Map.of()),
                        new EventRecord(1, null, 1, Map.of()),
                        new EventRecord(1, null, 0, Map.of("loss", (float) (1 / 3.0))),
                        new EventRecord(1000, null, 0, Map.of("loss", (float) (1000 / 3.0))));
    }

    @Test
    void resumingDropsLaterStepsAndTornEventsAndBeginsANewFile() throws IOException {
        Path first = write(0, 10, 20, 30);
        Files.write(first, new byte[] {1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        Path second = write(20, 30, 40);
        assertThat(second.getFileName().toString())
                .isGreaterThan(first.getFileName().toString())
                .startsWith("events.out.tfevents.");
        assertThat(EventRecord.read(first))
                .extracting(EventRecord::step)
                .containsExactly(0L, 1L, 10L, 20L);
        assertThat(EventRecord.read(second))
                .extracting(EventRecord::step)
                .containsExactly(0L, 21L, 30L, 40L);
        assertThat(EventRecord.read(second).get(1).start()).isEqualTo(1);

        // a byte that was altered ends what can be kept
        byte[] bytes = Files.readAllBytes(first);
        bytes[bytes.length - 10] ^= 1;
        Files.write(first, bytes);
        write(100);
        assertThat(EventRecord.read(first))
                .extracting(EventRecord::step)
                .containsExactly(0L, 1L, 10L);
    }

    @Test
    void namesSortInTheOrderOfWritingEvenWhenTheClockJumpsBack() throws IOException {
        Files.createFile(directory.resolve("events.out.tfevents.9999999998"));
        assertThat(write(0).getFileName()).hasToString("events.out.tfevents.9999999999");
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> EventFile.after(missing, 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(missing.toString());
    }
}
