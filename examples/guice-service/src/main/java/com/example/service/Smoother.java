package com.example.service;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.guice.Executables;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Map;

/** Averages requests. It knows neither Guice nor which backend computes. */
@Singleton
final class Smoother {
    private final Executable executable;
    private final String device;

    @Inject
    Smoother(Backend backend, Executables executables) {
        device = backend.device().id();
        executable =
                executables.compile(
                        Program.of(DType.F32, Scope.root(), 1)
                                .with("mean", t -> t.output("mean", t.input("x", 3).mean())));
    }

    String device() {
        return device;
    }

    synchronized double mean(float... three) {
        return executable.run("mean", Map.of("x", Array.of(three, 3))).get("mean").item();
    }
}
