package com.example.uber;

import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;

/** Shows which devices are in the jar. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        for (Device d : Backends.devices()) {
            System.out.println(d.id() + "  " + d.description());
        }
        System.out.println("taken: " + Backends.open().device().id());
    }
}
