package dev.rondo.cli.serve;

import dev.rondo.models.seq2seq.Written;

/** A source that is read, and what is written for it. Takes one run. */
final class SourceJob extends Job {
    private final int[] symbols;
    private Written written;

    SourceJob(int[] symbols) {
        this.symbols = symbols;
    }

    int[] symbols() {
        return symbols;
    }

    void take(Written result) {
        written = result;
    }

    Written written() {
        return written;
    }

    @Override
    boolean finished() {
        return written != null;
    }
}
