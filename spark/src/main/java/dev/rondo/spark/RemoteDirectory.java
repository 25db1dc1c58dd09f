package dev.rondo.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory of a file system that all executors see, such as HDFS or an object store, and copies
 * of it on this machine.
 */
final class RemoteDirectory {
    private static final String UNFINISHED = ".unfinished-";

    private final FileSystem system;
    private final Path path;

    /** The directory of that URI, in the file system that Hadoop's configuration gives. */
    RemoteDirectory(String uri, Configuration hadoop) {
        path = new Path(uri);
        try {
            system = path.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no file system for " + uri, e);
        }
    }

    private RemoteDirectory(FileSystem system, Path path) {
        this.system = system;
        this.path = path;
    }

    /** A directory in it. */
    RemoteDirectory child(String name) {
        return new RemoteDirectory(system, new Path(path, name));
    }

    /** Its files and directories by name; none where it does not exist. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        try {
            if (system.exists(path)) {
                for (FileStatus s : system.listStatus(path)) {
                    String name = s.getPath().getName();
                    if (!name.startsWith(UNFINISHED)) {
                        names.add(name);
                    }
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    /**
     * Makes it hold what a directory of this machine holds. What is copied has its name only when
     * it is whole; what is there already under its name stays as it is.
     */
    void mirror(java.nio.file.Path local) {
        try {
            system.mkdirs(path);
            Set<String> there = names();
            List<String> wanted = new ArrayList<>();
            try (var entries = Files.newDirectoryStream(local, Files::isDirectory)) {
                entries.forEach(e -> wanted.add(e.getFileName().toString()));
            }
            for (String name : wanted) {
                if (!there.contains(name)) {
                    Path unfinished = new Path(path, UNFINISHED + name);
                    system.delete(unfinished, true);
                    system.copyFromLocalFile(new Path(local.resolve(name).toUri()), unfinished);
                    // a member of an earlier attempt that is still ending may have been quicker
                    Path whole = new Path(path, name);
                    if (!system.exists(whole) && !system.rename(unfinished, whole)) {
                        throw new IOException("cannot rename " + unfinished + " to " + name);
                    }
                }
            }
            for (String name : there) {
                if (!wanted.contains(name)) {
                    system.delete(new Path(path, name), true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write checkpoints to " + path, e);
        }
    }

    /** Copies a file of this machine into it, in place of one of the same name. */
    void put(java.nio.file.Path file) {
        try {
            system.copyFromLocalFile(false, true, new Path(file.toUri()), path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file.getFileName() + " to " + path, e);
        }
    }

    /** Copies a file or directory of it into a directory of this machine. */
    void copyTo(java.nio.file.Path local, String name) {
        try {
            system.copyToLocalFile(
                    false, new Path(path, name), new Path(local.resolve(name).toUri()), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " in " + path, e);
        }
    }
}
