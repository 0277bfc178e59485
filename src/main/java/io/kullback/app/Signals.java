package io.kullback.app;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signals of the operating system, answered in place of the Java machine. A shutdown hook would hear of the first only: it could neither answer a second one
 * nor choose the exit code.
 *
 * <p>By reflection, since the compiler warns of {@code sun.misc.Signal} without a way to say that it is meant; the module {@code jdk.unsupported} offers it
 * in every JDK.
 */
final class Signals implements AutoCloseable {

    /** Told of a signal, on a thread of its own. */
    @FunctionalInterface
    interface Answer {
        void to(String name, int number);
    }

    private final Map<Object, Object> before = new HashMap<>();
    private final Set<String> unanswered = new TreeSet<>();
    private final Method handle;

    private Signals(Method handle) {
        this.handle = handle;
    }

    /** Answers these signals from now on, as far as the operating system and the options of Java let it. */
    static Signals answer(Collection<String> names, Answer answer) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method name = signal.getMethod("getName");
            Method number = signal.getMethod("getNumber");
            Signals signals = new Signals(signal.getMethod("handle", signal, handler));
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (!method.getName().equals("handle")) {
                            return method.getName().equals("hashCode") ? System.identityHashCode(answer) : null;
                        }
                        answer.to((String) name.invoke(arguments[0]), (int) number.invoke(arguments[0]));
                        return null;
                    });
            for (String one : names) {
                signals.replace(signal.getConstructor(String.class), one, proxy);
            }
            return signals;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this Java has no sun.misc.Signal", e);
        }
    }

    /** Those of the signals that never come here: this process was started with them ignored, as {@code nohup} does, or Java was told to leave them alone. */
    Set<String> unanswered() {
        return unanswered;
    }

    private void replace(Constructor<?> signal, String name, Object handler) throws ReflectiveOperationException {
        try {
            Object one = signal.newInstance(name);
            Object former = handle.invoke(null, one, handler);
            before.put(one, former);
            if (former.equals(handle.getParameterTypes()[1].getField("SIG_IGN").get(null))) {
                unanswered.add(name);
            }
        } catch (InvocationTargetException e) {
            // Not a signal here, or Java was told to leave it alone (-Xrs): it ends the process as it always did.
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw e;
            }
            unanswered.add(name);
        }
    }

    /** Leaves the signals to whom they were left before. */
    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                handle.invoke(null, signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a signal could not be handed back", e);
            }
        });
    }
}
