package dev.rondo.graph;

import java.util.List;

/** Finds the line of the user's code that makes a node. */
final class Sites {
    private static final List<String> INNER =
            List.of("dev.rondo.graph.", "dev.rondo.cell.", "dev.rondo.array.", "java.", "jdk.");

    /** Where Rondo is not called by a user's code but started: there is nobody further out. */
    private static final List<String> LAUNCHERS =
            List.of("dev.rondo.cli.", "org.junit.", "net.jqwik.", "picocli.");

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
                        if (near != null && isOf(LAUNCHERS, c)) {
                            return near;
                        }
                        if (isOf(INNER, c)) {
                            continue;
                        }
                        if (!c.startsWith("dev.rondo.")) {
                            return near == null ? show(f) : near + " called from " + show(f);
                        }
                        near = near == null ? show(f) : near;
                    }
                    return near == null ? "unknown source" : near;
                });
    }

    private static boolean isOf(List<String> packages, String className) {
        return packages.stream().anyMatch(className::startsWith);
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
