package dev.rondo.cli.command;

import dev.rondo.backend.Backends;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code rondo backends}: what can compute here, and what would be needed for the rest. */
@Command(
        name = "backends",
        description = {
            "Lists every backend and device: whether it can run here, and if not why and what to"
                    + " do."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  rondo backends",
            "  rondo demo --backend scalar",
            "",
            "The environment variable RONDO_BACKEND names the backend where --backend is not given."
        })
final class BackendsCommand implements Runnable {
    @ParentCommand private RondoCommand rondo;

    @Override
    public void run() {
        rondo.console().out().println(Backends.describe());
    }
}
