package dev.rondo.backend.tornado.kernel;

/**
 * Independent pieces of work on the cores of a CPU. Each core takes one share of all pieces after
 * the other. A work-group is one item, so that PoCL compiles no loops around its code.
 *
 * @param shares more than there are cores, so that one that is late has fewer of them
 */
record Spread(int shares, SideBySide work) implements Kernel.Body {
    /** Shares for each core. */
    private static final int PER_CORE = 4;

    static Spread of(SideBySide work, int cores) {
        int most = work.parts().stream().mapToInt(Singly::items).max().orElse(0);
        return new Spread(Math.clamp(most, 1, PER_CORE * cores), work);
    }

    @Override
    public int items() {
        return shares;
    }

    @Override
    public int group() {
        return 1;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        work.emit(code, parameters, WorkGroup.oneOf(code, shares, group()));
    }
}
