package dev.rondo.cli.experiment;

import java.util.List;

/** What {@link AttentionReach} compares: each task without and with attention. */
enum AttentionRow implements Kind {
    COPY("copy", "copies, without attention", false, false, 0.01),
    COPY_ATTENTION("copy-attention", "copies, with attention", false, true, 0.003),
    REVERSE("reverse", "reverses, without attention", true, false, 0.01),
    REVERSE_ATTENTION("reverse-attention", "reverses, with attention", true, true, 0.003);

    private final boolean reverses;
    private final boolean attends;
    private final Row row;

    AttentionRow(String name, String what, boolean reverses, boolean attends, double learningRate) {
        this.reverses = reverses;
        this.attends = attends;
        row = new Row(name, what, learningRate, List.of(0.001, 0.003, 0.01));
    }

    @Override
    public Row row() {
        return row;
    }

    /** Whether the last symbol is to be written first. */
    boolean reverses() {
        return reverses;
    }

    boolean attends() {
        return attends;
    }
}
