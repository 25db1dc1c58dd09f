package dev.rondo.cli.command;

import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.Task;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.models.checkpoint.Checkpoint;

import java.util.concurrent.Callable;

/**
 * A command that trains one kind of task, in a new run or in one that goes on.
 *
 * @param <T> the task
 */
interface TaskCommand<T extends Task> extends Callable<Integer> {
    /** The task's name in commands and run directories. */
    String task();

    /** When training ends where nothing is said. */
    Limits limits();

    /** Steps of the passes over the data that were asked for; 0 where none were. */
    long steps(T task);

    /** The task of a new run, as the options say. */
    T create();

    /** The task of a run that goes on. */
    T resume(Checkpoint latest);

    /** What is said about its model after training. */
    TrainingRun.Report report(T task);
}
