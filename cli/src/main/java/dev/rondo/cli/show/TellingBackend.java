package dev.rondo.cli.show;

import dev.rondo.backend.Backend;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.graph.Program;

/**
 * A backend that reports on the console while it compiles.
 *
 * @param backend the backend that compiles
 */
public record TellingBackend(Backend backend, Console console) implements Backend {
    @Override
    public Device device() {
        return backend.device();
    }

    @Override
    public int threads() {
        return backend.threads();
    }

    @Override
    public Executable compile(Program program, CompileOptions options) {
        try (var _ = Waiting.on(console, "compiling")) {
            return backend.compile(program, options);
        }
    }
}
