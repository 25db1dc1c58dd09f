package dev.rondo.cli.command;

import dev.rondo.models.checkpoint.Provenance;

import picocli.CommandLine.IVersionProvider;

/** The version of Rondo and of the JVM that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "rondo " + Provenance.rondoVersion(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
