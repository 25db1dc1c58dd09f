package dev.rondo.spark.ml;

import dev.rondo.spark.RunFiles;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the parameters of a model as Spark does, and beside them its run directory. */
final class RunWriter extends MLWriter {
    /** The run directory in the directory of one model. */
    static final String RUN = "run";

    /** The directory of run directories, where there are models of groups. */
    static final String RUNS = "runs";

    private final Params model;
    private final Map<String, RunFiles> runs;

    /**
     * A writer.
     *
     * @param runs by groups; that of one model alone has an empty name
     */
    RunWriter(Params model, Map<String, RunFiles> runs) {
        this.model = model;
        this.runs = runs;
    }

    @Override
    public void saveImpl(String path) {
        new DefaultParamsWriter(model).saveImpl(path);
        runs.forEach(
                (group, run) ->
                        write(
                                run,
                                group.isEmpty()
                                        ? new Path(path, RUN)
                                        : new Path(new Path(path, RUNS), fileName(group)),
                                sc().hadoopConfiguration()));
    }

    /** A name of a file for any name of a group. */
    private static String fileName(String group) {
        return URLEncoder.encode(group, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    /** The group of a name of a file. */
    static String group(String fileName) {
        return URLDecoder.decode(fileName, StandardCharsets.UTF_8);
    }

    /** Writes a run directory. */
    static void write(RunFiles run, Path directory, Configuration hadoop) {
        try {
            FileSystem system = directory.getFileSystem(hadoop);
            for (Map.Entry<String, byte[]> file : run.files().entrySet()) {
                try (OutputStream out = system.create(new Path(directory, file.getKey()), false)) {
                    out.write(file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory, e);
        }
    }
}
