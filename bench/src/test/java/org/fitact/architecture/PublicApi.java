package org.fitact.architecture;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a module promises to programs that are built on it: the public types and members of its packages that are not internal. */
final class PublicApi {

    private static final Pattern INTERNAL = Pattern.compile("(?m)^@Internal$");
    private static final Pattern KNOWN_PACKAGE = Pattern.compile("\\b(java\\.lang\\.|java\\.util\\.|org\\.fitact\\.)");

    private PublicApi() {}

    /** Packages of a module, and whether they are internal. */
    static Set<String> packages(Path sources, boolean internal) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(some -> some.endsWith("package-info.java")).toList()) {
                if (INTERNAL.matcher(Files.readString(file)).find() == internal) {
                    packages.add(name(sources, file.getParent()));
                }
            }
        }
        return packages;
    }

    private static String name(Path sources, Path file) {
        return sources.relativize(file).toString().replaceAll("[/\\\\]", ".").replaceFirst("\\.java$", "");
    }

    /** The public types of a module's public packages, those within others, too. */
    static List<Class<?>> types(Path sources) throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (String some : packages(sources, false)) {
            try (Stream<Path> files = Files.list(sources.resolve(some.replace('.', '/')))) {
                for (Path file : files.filter(source -> source.toString().endsWith(".java"))
                        .filter(source -> !source.endsWith("package-info.java"))
                        .sorted()
                        .toList()) {
                    addVisible(Class.forName(name(sources, file), false, PublicApi.class.getClassLoader()), types);
                }
            }
        }
        return types;
    }

    private static void addVisible(Class<?> type, List<Class<?>> types) {
        if (isVisible(type.getModifiers())) {
            types.add(type);
            Arrays.stream(type.getDeclaredClasses()).forEach(nested -> addVisible(nested, types));
        }
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** One line a type, and one a member. */
    static Set<String> lines(List<Class<?>> types) {
        Set<String> lines = new TreeSet<>();
        for (Class<?> type : types) {
            lines.add(line(type));
            owners(type).forEach(owner -> addMembers(type, owner, lines));
        }
        return lines;
    }

    /** The packages of all types that these types and their members name, and by which: {@code org.fitact.nn.json by …Checkpoint}. */
    static Set<String> namedPackages(List<Class<?>> types) {
        Set<String> named = new TreeSet<>();
        for (Class<?> type : types) {
            for (Type some : named(type)) {
                addPackages(some, type, named);
            }
        }
        return named;
    }

    private static String line(Class<?> type) {
        List<Type> above = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            above.addFirst(type.getGenericSuperclass());
        }
        return shortened(type.getName() + " = " + type.toGenericString() + " : " + names(above.toArray(Type[]::new)));
    }

    /** A type, and what is above it that nobody sees: its public members are those of the type. */
    private static List<Class<?>> owners(Class<?> type) {
        List<Class<?>> owners = new ArrayList<>(List.of(type));
        for (Class<?> above = type.getSuperclass();
                above != null && !isVisible(above.getModifiers());
                above = above.getSuperclass()) {
            owners.add(above);
        }
        return owners;
    }

    private static void addMembers(Class<?> type, Class<?> owner, Set<String> lines) {
        for (Field field : owner.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(member(type, field.getName(), field.getModifiers(), field.getGenericType()));
            }
        }
        for (Constructor<?> constructor : type == owner ? type.getDeclaredConstructors() : new Constructor<?>[0]) {
            if (isVisible(constructor.getModifiers()) && !constructor.isSynthetic()) {
                lines.add(member(type, call("new", constructor), constructor.getModifiers(), type));
            }
        }
        for (Method method : owner.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic() && !isOfEveryObject(method)) {
                String call = call(method.getName(), method) + (method.isDefault() ? " default" : "");
                lines.add(member(type, call, method.getModifiers(), method.getGenericReturnType()));
            }
        }
    }

    private static boolean isOfEveryObject(Method method) {
        String name = method.getName();
        int parameters = method.getParameterCount();
        return (name.equals("toString") || name.equals("hashCode")) && parameters == 0
                || name.equals("equals") && parameters == 1;
    }

    private static String call(String name, Executable of) {
        Type[] thrown = of.getGenericExceptionTypes();
        return name + "(" + names(of.getGenericParameterTypes()) + ")"
                + (thrown.length == 0 ? "" : " throws " + names(thrown));
    }

    private static String member(Class<?> type, String name, int modifiers, Type result) {
        int said = modifiers & (Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL | Modifier.PROTECTED);
        String how = said == 0 ? "" : " " + Modifier.toString(said);
        return shortened(type.getName() + "." + name + how + " : " + result.getTypeName());
    }

    private static String names(Type... types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    private static String shortened(String line) {
        return KNOWN_PACKAGE.matcher(line).replaceAll("");
    }

    /** All types that a type and its members name. */
    private static List<Type> named(Class<?> type) {
        List<Type> named = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            named.add(type.getGenericSuperclass());
        }
        for (Class<?> owner : owners(type)) {
            Arrays.stream(owner.getDeclaredFields())
                    .filter(field -> isVisible(field.getModifiers()))
                    .map(Field::getGenericType)
                    .forEach(named::add);
            Stream.concat(Arrays.stream(owner.getDeclaredConstructors()), Arrays.stream(owner.getDeclaredMethods()))
                    .filter(call -> isVisible(call.getModifiers()) && !call.isSynthetic())
                    .forEach(call -> named.addAll(typesOf(call)));
        }
        return named;
    }

    private static List<Type> typesOf(Executable call) {
        List<Type> types = new ArrayList<>(Arrays.asList(call.getGenericParameterTypes()));
        types.addAll(Arrays.asList(call.getGenericExceptionTypes()));
        if (call instanceof Method method) {
            types.add(method.getGenericReturnType());
        }
        return types;
    }

    private static void addPackages(Type type, Class<?> by, Set<String> named) {
        switch (type) {
            case Class<?> some when some.isArray() -> addPackages(some.componentType(), by, named);
            case Class<?> some -> named.add(some.getPackageName() + " by " + by.getName());
            case ParameterizedType some -> {
                addPackages(some.getRawType(), by, named);
                Arrays.stream(some.getActualTypeArguments()).forEach(argument -> addPackages(argument, by, named));
            }
            case GenericArrayType some -> addPackages(some.getGenericComponentType(), by, named);
            case WildcardType some ->
                Arrays.stream(some.getUpperBounds()).forEach(bound -> addPackages(bound, by, named));
            default -> {} // a type's variable
        }
    }
}
