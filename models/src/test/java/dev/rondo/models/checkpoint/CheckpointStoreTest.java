package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

class CheckpointStoreTest {
    @TempDir Path directory;

    /** What a process that is killed does not catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A disk that works for so many operations and then fails in every one. */
    private static final class FailingDisk extends Disk {
        private final Supplier<Throwable> failure;
        private int left;

        FailingDisk(int operations, Supplier<Throwable> failure) {
            this.left = operations;
            this.failure = failure;
        }

        boolean failed() {
            return left < 0;
        }

        private void operation() throws IOException {
            if (left-- <= 0) {
                left = -1;
                switch (failure.get()) {
                    case IOException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new AssertionError();
                }
            }
        }

        @Override
        void createDirectory(Path d) throws IOException {
            operation();
            super.createDirectory(d);
        }

        @Override
        void create(Path file, OutputFile.Content content) throws IOException {
            operation();
            super.create(file, content);
            operation();
        }

        /** Takes half of what it is given before it fails. */
        @Override
        OutputStream stream(OutputStream file) {
            return new FilterOutputStream(file) {
                @Override
                public void write(byte[] from, int offset, int count) throws IOException {
                    int half = (count + 1) / 2;
                    file.write(from, offset, half);
                    operation();
                    file.write(from, offset + half, count - half);
                }
            };
        }

        @Override
        void sync(Path d) throws IOException {
            operation();
            super.sync(d);
        }

        @Override
        void rename(Path from, Path to) throws IOException {
            operation();
            super.rename(from, to);
        }

        @Override
        void delete(Path tree) throws IOException {
            operation();
            super.delete(tree);
        }
    }

    private void save(CheckpointStore store, long step, long best) {
        store.save(Fixtures.variables(step), Map.of(), Fixtures.description(step, best));
    }

    @Test
    void theLatestTwoAndTheBestAreKept() throws IOException {
        CheckpointStore store = new CheckpointStore(directory);
        assertThat(store.latest()).isEmpty();
        assertThat(store.best()).isEmpty();
        save(store, 10, 0);
        save(store, 20, 20);
        assertThat(names()).containsExactly("step-000000010", "step-000000020");
        save(store, 30, 20);
        save(store, 40, 20);
        assertThat(names()).containsExactly("step-000000020", "step-000000030", "step-000000040");
        assertThat(store.latest().orElseThrow().step()).isEqualTo(40);
        assertThat(store.best().orElseThrow().step()).isEqualTo(20);
        save(store, 50, 50);
        assertThat(names()).containsExactly("step-000000040", "step-000000050");
    }

    @Test
    void aStepReachedTwiceIsCommittedUnderANameOfItsOwn() throws IOException {
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 10, 10);
        save(store, 10, 10);
        assertThat(names()).containsExactly("step-000000010", "step-000000010.1");
        assertThat(store.latest().orElseThrow().directory().toString()).endsWith(".1");
        save(store, 10, 10);
        assertThat(names()).containsExactly("step-000000010.1", "step-000000010.2");
    }

    /** Times of files are what a clock said that may have jumped. */
    @Test
    void whatIsLatestDoesNotDependOnTheClock() throws IOException {
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 10, 0);
        save(store, 20, 0);
        setTime(store.list().getFirst(), Instant.parse("2099-01-01T00:00:00Z"));
        setTime(store.list().getLast(), Instant.parse("1970-01-02T00:00:00Z"));
        assertThat(store.latest().orElseThrow().step()).isEqualTo(20);
        save(store, 30, 0);
        assertThat(names()).containsExactly("step-000000020", "step-000000030");
    }

    private static void setTime(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    @Test
    void stepsBeyondNineDigitsStayInOrder() {
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 999_999_999L, 999_999_999L);
        save(store, 1_000_000_000L, 999_999_999L);
        assertThat(store.latest().orElseThrow().step()).isEqualTo(1_000_000_000L);
    }

    @Test
    void aKillAtAnyMomentLeavesAWholeCheckpoint() throws IOException {
        boolean done = false;
        for (int operations = 0; !done; operations++) {
            Path d = Files.createDirectory(directory.resolve("kill" + operations));
            save(new CheckpointStore(d), 10, 10);
            save(new CheckpointStore(d), 20, 10);
            FailingDisk disk = new FailingDisk(operations, Killed::new);
            try {
                save(new CheckpointStore(d, disk), 30, 30);
                done = true;
            } catch (Killed _) {
                // as the process would be
            }
            CheckpointStore after = new CheckpointStore(d);
            assertThat(after.latest().orElseThrow().step()).isIn(20L, 30L);
            assertThat(after.best().orElseThrow().step()).isIn(10L, 30L);
            after.clean();
            save(after, 30, 30);
            assertThat(after.latest().orElseThrow().step()).isEqualTo(30);
            try (Stream<Path> left = Files.list(d)) {
                assertThat(left).hasSize(2);
            }
        }
    }

    @Test
    void aDiskThatFailsAtAnyMomentLeavesAWholeCheckpoint() throws IOException {
        boolean done = false;
        int refused = 0;
        for (int operations = 0; !done; operations++) {
            Path d = Files.createDirectory(directory.resolve("full" + operations));
            save(new CheckpointStore(d), 10, 10);
            FailingDisk disk =
                    new FailingDisk(operations, () -> new IOException("No space left on device"));
            try {
                save(new CheckpointStore(d, disk), 20, 20);
                done = !disk.failed();
                assertThat(new CheckpointStore(d).latest().orElseThrow().step()).isEqualTo(20);
            } catch (CheckpointException e) {
                refused++;
                assertThat(e.getMessage())
                        .contains("step 20", "No space left on device", "is still good");
                assertThat(new CheckpointStore(d).latest().orElseThrow().step()).isIn(10L, 20L);
            }
        }
        assertThat(refused).isGreaterThan(6);
    }

    @Test
    void aFailedAttemptLeavesNothingBehind() throws IOException {
        Disk full =
                new Disk() {
                    @Override
                    OutputStream stream(OutputStream file) {
                        return new FailingDisk(0, () -> new IOException("full")).stream(file);
                    }
                };
        assertThatThrownBy(() -> save(new CheckpointStore(directory, full), 1, 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("full");
        assertThat(names()).isEmpty();
    }

    @Test
    void aDamagedLatestIsNotReplacedSilently() throws IOException {
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 10, 0);
        save(store, 20, 0);
        Files.write(directory.resolve("step-000000020").resolve(Checkpoint.TENSORS), new byte[3]);
        assertThatThrownBy(store::latest)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("cut short", "step-000000010 is whole", "delete");
        new Disk().delete(directory.resolve("step-000000020"));
        assertThat(store.latest().orElseThrow().step()).isEqualTo(10);
    }

    @Test
    void theOlderCheckpointThatIsNamedIsWhole() throws IOException {
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 10, 10);
        save(store, 20, 10);
        save(store, 30, 10);
        Files.delete(directory.resolve("step-000000030").resolve(Checkpoint.DESCRIPTION));
        Files.delete(directory.resolve("step-000000020").resolve(Checkpoint.TENSORS));
        assertThatThrownBy(store::latest)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("has no description.json", "step-000000010 is whole");
        Files.delete(directory.resolve("step-000000010").resolve(Checkpoint.TENSORS));
        assertThatThrownBy(store::latest)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has no description.json")
                .hasMessageNotContaining("is whole");
    }

    @Test
    void aDirectoryThatWasDeletedMeanwhileIsNamed() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        CheckpointStore store = new CheckpointStore(gone);
        save(store, 10, 10);
        new Disk().delete(gone);
        assertThatThrownBy(() -> save(store, 20, 10))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("step 20", gone.toString(), "does not exist");
    }

    @Test
    void linksLeadToCheckpointsAndAreDeletedWithoutThem() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        save(new CheckpointStore(elsewhere), 10, 0);
        Path here = Files.createDirectory(directory.resolve("here"));
        Files.createSymbolicLink(
                here.resolve("step-000000010"), elsewhere.resolve("step-000000010"));
        CheckpointStore store = new CheckpointStore(here);
        assertThat(store.latest().orElseThrow().step()).isEqualTo(10);
        save(store, 20, 0);
        save(store, 30, 0);
        assertThat(store.list()).hasSize(2);
        assertThat(new CheckpointStore(elsewhere).latest().orElseThrow().step()).isEqualTo(10);
    }

    @Test
    void strangersInTheDirectoryAreLeftAlone() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Files.createDirectory(directory.resolve("step-best"));
        CheckpointStore store = new CheckpointStore(directory);
        save(store, 10, 10);
        store.clean();
        assertThat(store.list()).hasSize(1);
        assertThat(names()).containsExactly("notes.txt", "step-000000010", "step-best");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
