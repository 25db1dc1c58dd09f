package dev.rondo.graph;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;

/**
 * Where a node comes from, for messages. Every node has one and few are ever shown, so the text is
 * made when it is asked for.
 */
sealed interface Site {
    /** The text. */
    String text();

    /** The line of the user's code that is tracing at this moment. */
    static Site caller() {
        return Line.CALLERS.walk(frames -> Line.among(frames.iterator()));
    }

    /**
     * The nearest frame outside tracing itself, and the one outside Rondo that led there.
     *
     * @param near null if nothing but tracing is on the stack
     * @param user null if Rondo was not called by a user's code but started
     */
    record Line(StackFrame near, StackFrame user) implements Site {
        private static final StackWalker CALLERS =
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

        private static final ClassValue<Owner> OWNERS =
                new ClassValue<>() {
                    @Override
                    protected Owner computeValue(Class<?> type) {
                        return Owner.of(type.getName());
                    }
                };

        private static Line among(Iterator<StackFrame> frames) {
            StackFrame near = null;
            while (frames.hasNext()) {
                StackFrame f = frames.next();
                Owner owner = OWNERS.get(f.getDeclaringClass());
                if (owner == Owner.TRACING) {
                    continue;
                }
                if (owner == Owner.LAUNCHER && near != null) {
                    break;
                }
                if (owner == Owner.USER) {
                    return near == null ? new Line(f, null) : new Line(near, f);
                }
                near = near == null ? f : near;
            }
            return new Line(near, null);
        }

        @Override
        public String text() {
            if (near == null) {
                return "unknown source";
            }
            return show(near) + (user == null ? "" : " called from " + show(user));
        }

        private static String show(StackFrame f) {
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

    /** A part of the gradient of a node, of which it keeps no more than the text needs. */
    record GradientOf(String title, Site site) implements Site {
        @Override
        public String text() {
            return "gradient of " + title + " (" + site.text() + ")";
        }
    }

    /** To whom the code of a stack frame belongs. */
    enum Owner {
        /** What makes nodes, and the JDK in between. */
        TRACING("dev.rondo.graph.", "dev.rondo.cell.", "dev.rondo.array.", "java.", "jdk."),
        /** What starts Rondo where no user's code calls it: there is nobody further out. */
        LAUNCHER("dev.rondo.cli.", "org.junit.", "net.jqwik.", "picocli."),
        /** Models and whatever else of Rondo calls tracing. */
        LIBRARY("dev.rondo."),
        USER("");

        private final List<String> packages;

        Owner(String... packages) {
            this.packages = List.of(packages);
        }

        private static Owner of(String className) {
            for (Owner owner : values()) {
                if (owner.packages.stream().anyMatch(className::startsWith)) {
                    return owner;
                }
            }
            throw new AssertionError(className);
        }
    }
}
