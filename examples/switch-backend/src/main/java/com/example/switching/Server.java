package com.example.switching;

import dev.rondo.array.Array;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One program on several backends side by side, with the same weights. Which one answers is a
 * single variable, so that switching neither waits nor makes a request wait.
 */
final class Server implements AutoCloseable {
    private final Map<String, Executable> compiled = new LinkedHashMap<>();
    private volatile String current;

    Server(Program program, List<String> backends) {
        for (String name : backends) {
            Executable e = Backends.open(name).compile(program);
            if (!compiled.isEmpty()) {
                e.load(compiled.get(current).variables());
            }
            compiled.put(name, e);
            current = name;
        }
    }

    /** Requests that begin from now on go to this backend; those under way end where they are. */
    void use(String backend) {
        if (!compiled.containsKey(backend)) {
            throw new IllegalArgumentException(
                    "the program is compiled for " + compiled.keySet() + ", not " + backend);
        }
        current = backend;
    }

    /**
     * What one thread asks. It has a session on each backend; they are opened one after the other.
     */
    synchronized Client client() {
        Map<String, Executable> sessions = new LinkedHashMap<>();
        compiled.forEach((name, e) -> sessions.put(name, e.session()));
        return new Client(sessions);
    }

    /** Ends the sessions too, and waits for runs that are under way. */
    @Override
    public void close() {
        new ArrayList<>(compiled.values()).forEach(Executable::close);
    }

    /** An answer, and what gave it. */
    record Answer(String backend, float[] values) {}

    /** Asks for one thread. */
    final class Client {
        private final Map<String, Executable> sessions;

        private Client(Map<String, Executable> sessions) {
            this.sessions = sessions;
        }

        Answer ask(Array x) {
            String backend = current; // read once: the whole request stays there
            Array y = sessions.get(backend).run("answer", Map.of("x", x)).get("y");
            return new Answer(backend, y.f32().clone());
        }
    }
}
