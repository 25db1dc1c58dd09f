package dev.rondo.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version of Rondo and of the JVM that runs it. */
public final class Version implements IVersionProvider {
    /** The version of Rondo alone. */
    public static String rondo() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "rondo " + rondo(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
