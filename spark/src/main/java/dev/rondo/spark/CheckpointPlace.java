package dev.rondo.spark;

import dev.rondo.collective.AllReduce;
import dev.rondo.models.checkpoint.RunDirectory;

import org.apache.spark.util.SerializableConfiguration;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where checkpoints outlive the executor that writes them. */
sealed interface CheckpointPlace extends Serializable {
    /**
     * Copies what an earlier attempt has kept into the run directory of a member. All members get
     * the same latest checkpoint.
     */
    void fetch(RunDirectory run, AllReduce group);

    /** Keeps what a run directory has now. */
    void keep(RunDirectory run);

    /** Nothing outlives an executor. */
    record Nowhere() implements CheckpointPlace {
        @Override
        public void fetch(RunDirectory run, AllReduce group) {}

        @Override
        public void keep(RunDirectory run) {}
    }

    /**
     * A run directory that all executors see.
     *
     * @param uri where it is
     * @param hadoop says how to reach it
     */
    record Remote(String uri, SerializableConfiguration hadoop) implements CheckpointPlace {
        /** The longest name of a checkpoint's directory. */
        private static final int LONGEST = 64;

        @Override
        public void fetch(RunDirectory run, AllReduce group) {
            Path local = run.file(RunDirectory.CHECKPOINTS);
            RemoteDirectory remote = directory().child(RunDirectory.CHECKPOINTS);
            Optional<String> latest =
                    group.rank() == 0
                            ? remote.names().stream().reduce((_, b) -> b)
                            : Optional.empty();
            String name = fromFirst(group, latest.orElse(""));
            if (name.isEmpty()) {
                return;
            }
            if (group.rank() == 0) {
                remote.names().forEach(n -> remote.copyTo(local, n));
                if (directory().names().contains(run.metrics().getFileName().toString())) {
                    directory().copyTo(run.path(), run.metrics().getFileName().toString());
                }
            } else {
                remote.copyTo(local, name);
            }
        }

        @Override
        public void keep(RunDirectory run) {
            directory().child(RunDirectory.CHECKPOINTS).mirror(run.file(RunDirectory.CHECKPOINTS));
            directory().put(run.file(RunDirectory.MARKER));
            directory().put(run.metrics());
        }

        @Override
        public String toString() {
            return uri;
        }

        private RemoteDirectory directory() {
            return new RemoteDirectory(uri, hadoop.value());
        }

        /** What the first member says, since others may look when more is there. */
        private static String fromFirst(AllReduce group, String word) {
            double[] letters = Arrays.copyOf(word.chars().asDoubleStream().toArray(), LONGEST);
            if (group.rank() > 0) {
                Arrays.fill(letters, 0);
            }
            group.sum(letters);
            StringBuilder said = new StringBuilder();
            for (int i = 0; i < LONGEST && letters[i] > 0; i++) {
                said.append((char) letters[i]);
            }
            return said.toString();
        }
    }
}
