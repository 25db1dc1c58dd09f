package dev.rondo.spark.ml;

import dev.rondo.models.task.ModelTraining;
import dev.rondo.spark.LoneTraining;
import dev.rondo.spark.RunFiles;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

import scala.Tuple2;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a model for each group of series, each in a task of its own.
 *
 * @param forecaster says how
 * @param tables the rows of each group
 * @param training trains in a task
 */
record GroupTraining(
        RondoForecaster forecaster,
        Broadcast<TreeMap<String, SeriesTable>> tables,
        LoneTraining training)
        implements FlatMapFunction<Iterator<String>, Tuple2<String, RunFiles>> {
    private static final long serialVersionUID = 1;

    /** The run directory of each group. */
    static Map<String, RunFiles> train(
            SparkContext context, RondoForecaster forecaster, Map<String, SeriesTable> groups) {
        if (forecaster.getNumWorkers() > 1 || forecaster.getBlocks() > 0) {
            throw new IllegalArgumentException(
                    "a model of one group is trained by one task: numWorkers must be 1 and blocks"
                            + " 0 where groupCol is set; got "
                            + forecaster.getNumWorkers()
                            + " and "
                            + forecaster.getBlocks());
        }
        if (!forecaster.getCheckpointDir().isEmpty()) {
            throw new IllegalArgumentException(
                    "the models of groups are trained without checkpoints: leave checkpointDir"
                            + " empty where groupCol is set");
        }
        // what is wrong with the columns or parameters shows before a job is begun
        forecaster.training(groups.values().iterator().next());
        var sent = Broadcasts.of(context, new TreeMap<>(groups));
        var alone = new LoneTraining(forecaster.getBackend(), context.appName());
        try {
            Map<String, RunFiles> runs = new TreeMap<>();
            JavaSparkContext.fromSparkContext(context)
                    .parallelize(new ArrayList<>(groups.keySet()), groups.size())
                    .mapPartitions(new GroupTraining(forecaster, sent, alone))
                    .collect()
                    .forEach(r -> runs.put(r._1(), r._2()));
            return runs;
        } finally {
            sent.destroy();
        }
    }

    @Override
    public Iterator<Tuple2<String, RunFiles>> call(Iterator<String> groups) {
        List<Tuple2<String, RunFiles>> runs = new ArrayList<>();
        groups.forEachRemaining(g -> runs.add(new Tuple2<>(g, run(g))));
        return runs.iterator();
    }

    private RunFiles run(String group) {
        ModelTraining made = forecaster.training(tables.value().get(group));
        return training.train(made, forecaster.updates(made));
    }
}
