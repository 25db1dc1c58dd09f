package dev.rondo.executor;

/**
 * What an entry computes from variables and constants alone, such as packed weights. It is computed
 * again only when a variable has changed.
 */
final class Preparation implements Runnable {
    private final Runnable[] code;
    private final Variables variables;

    /** The version of the variables from which the present values were computed. */
    private long version = -1;

    Preparation(Runnable[] code, Variables variables) {
        this.code = code;
        this.variables = variables;
    }

    @Override
    public void run() {
        long now = variables.version();
        if (version == now) {
            return;
        }
        version = -1; // if the code fails, the next run begins anew
        for (Runnable r : code) {
            r.run();
        }
        version = now;
    }
}
