package dev.rondo.graph;

import java.util.List;

/** Finds the line of the user's code that makes a node. */
final class Sites {
    private static final List<String> INNER =
            List.of("dev.rondo.graph.", "dev.rondo.cell.", "dev.rondo.array.", "java.", "jdk.");
    private static final StackWalker WALKER = StackWalker.getInstance();

    private Sites() {}

    /** The nearest frame outside tracing itself, and the one outside Rondo that led there. */
    static String caller() {
        return WALKER.walk(
                frames -> {
                    String near = null;
                    for (var it = frames.iterator(); it.hasNext(); ) {
                        StackWalker.StackFrame f = it.next();
                        String c = f.getClassName();
                        boolean rondo = c.startsWith("dev.rondo.");
                        if (near == null && INNER.stream().noneMatch(c::startsWith)) {
                            near = show(f);
                            if (!rondo) {
                                return near;
                            }
                        } else if (near != null
                                && !rondo
                                && INNER.stream().noneMatch(c::startsWith)) {
                            return c.startsWith("org.junit.") || c.startsWith("net.jqwik.")
                                    ? near
                                    : near + " called from " + show(f);
                        }
                    }
                    return near == null ? "unknown source" : near;
                });
    }

    private static String show(StackWalker.StackFrame f) {
        String c = f.getClassName();
        return c.substring(c.lastIndexOf('.') + 1)
                + "."
                + f.getMethodName()
                + "("
                + f.getFileName()
                + ":"
                + f.getLineNumber()
                + ")";
    }
}
