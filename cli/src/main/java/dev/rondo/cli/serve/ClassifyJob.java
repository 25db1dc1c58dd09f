package dev.rondo.cli.serve;

import dev.rondo.models.classification.Sequence;

/** A sequence that is read, and what the model says of each class. Takes one run. */
final class ClassifyJob extends Job {
    private final Sequence sequence;
    private double[] logits;

    ClassifyJob(Sequence sequence) {
        this.sequence = sequence;
    }

    Sequence sequence() {
        return sequence;
    }

    /** Takes the logit of each class. */
    void take(double... values) {
        logits = values;
    }

    double[] logits() {
        return logits;
    }

    @Override
    boolean finished() {
        return logits != null;
    }
}
