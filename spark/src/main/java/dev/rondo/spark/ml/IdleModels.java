package dev.rondo.spark.ml;

import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The compiled models of an executor that no task uses at the moment. A task takes one and gives it
 * back when it ends, so that an executor compiles a model as often as it runs tasks at once.
 */
final class IdleModels {
    /** The most that are kept; a cross-validation leaves many behind that nobody will ask for. */
    private static final int MOST = 8;

    private static final Map<ModelKey, Deque<CompiledModel>> IDLE =
            new LinkedHashMap<>(16, 0.75f, true);

    private IdleModels() {}

    /** Takes a model for the task that runs on this thread. */
    static <T extends CompiledModel> T take(ModelKey key, Class<T> type, Supplier<T> compiler) {
        T model = idle(key).map(type::cast).orElseGet(compiler);
        TaskContext.get()
                .addTaskCompletionListener((TaskCompletionListener) _ -> giveBack(key, model));
        return model;
    }

    private static Optional<CompiledModel> idle(ModelKey key) {
        synchronized (IDLE) {
            Deque<CompiledModel> models = IDLE.get(key);
            return models == null ? Optional.empty() : Optional.ofNullable(models.poll());
        }
    }

    private static void giveBack(ModelKey key, CompiledModel model) {
        List<CompiledModel> surplus = new ArrayList<>();
        synchronized (IDLE) {
            IDLE.computeIfAbsent(key, _ -> new ArrayDeque<>()).push(model);
            int count = IDLE.values().stream().mapToInt(Deque::size).sum();
            var oldest = IDLE.values().iterator();
            while (count > MOST) {
                Deque<CompiledModel> models = oldest.next();
                while (count > MOST && !models.isEmpty()) {
                    surplus.add(models.removeLast());
                    count--;
                }
                if (models.isEmpty()) {
                    oldest.remove();
                }
            }
        }
        surplus.forEach(CompiledModel::close);
    }

    /** How many there are of a model. */
    static int count(ModelKey key) {
        synchronized (IDLE) {
            Deque<CompiledModel> models = IDLE.get(key);
            return models == null ? 0 : models.size();
        }
    }
}
