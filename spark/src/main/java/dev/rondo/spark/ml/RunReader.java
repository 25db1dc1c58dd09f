package dev.rondo.spark.ml;

import dev.rondo.spark.RunFiles;

import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

import scala.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Reads what {@link RunWriter} has written.
 *
 * @param <M> the model
 */
final class RunReader<M extends Params> extends MLReader<M> {
    private final Class<M> type;
    private final BiFunction<String, Map<String, RunFiles>, M> maker;

    RunReader(Class<M> type, BiFunction<String, Map<String, RunFiles>, M> maker) {
        this.type = type;
        this.maker = maker;
    }

    @Override
    public M load(String path) {
        var metadata = DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
        M model = maker.apply(metadata.uid(), runs(new Path(path)));
        metadata.getAndSetParams(model, Option.empty());
        return model;
    }

    private Map<String, RunFiles> runs(Path path) {
        Map<String, RunFiles> runs = new TreeMap<>();
        Path one = new Path(path, RunWriter.RUN);
        try {
            FileSystem system = path.getFileSystem(sc().hadoopConfiguration());
            if (system.exists(one)) {
                runs.put("", files(system, one));
                return runs;
            }
            for (FileStatus s : system.listStatus(new Path(path, RunWriter.RUNS))) {
                runs.put(RunWriter.group(s.getPath().getName()), files(system, s.getPath()));
            }
            return runs;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model in " + path, e);
        }
    }

    private static RunFiles files(FileSystem system, Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        String root = system.makeQualified(directory).toUri().getPath() + "/";
        RemoteIterator<LocatedFileStatus> all = system.listFiles(directory, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            String name = file.getPath().toUri().getPath().substring(root.length());
            byte[] bytes = new byte[Math.toIntExact(file.getLen())];
            try (FSDataInputStream in = system.open(file.getPath())) {
                in.readFully(0, bytes);
            }
            files.put(name, bytes);
        }
        return new RunFiles(files);
    }
}
