package dev.rondo.executor;

import dev.rondo.backend.ExecutionReport;

import java.util.ArrayList;
import java.util.List;

/** A list of the memory that is held. What takes no bytes is not listed. */
final class Holdings {
    private final List<ExecutionReport.Holding> all = new ArrayList<>();

    Holdings with(String what, long bytes) {
        if (bytes > 0) {
            all.add(new ExecutionReport.Holding(what, bytes));
        }
        return this;
    }

    List<ExecutionReport.Holding> list() {
        return all;
    }
}
