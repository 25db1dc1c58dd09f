package dev.rondo.contract;

/** The tags by which a build chooses how much of the kit it runs. */
public final class Depth {
    /** What takes seconds: single operations, errors, variables, gradients. */
    public static final String QUICK = "rondo-quick";

    /** What takes up to a minute: whole programs, loops and cells by chance. */
    public static final String THOROUGH = "rondo-thorough";

    private Depth() {}
}
