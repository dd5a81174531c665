using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

namespace Fdkt.Mutation.Host;

/// <summary>
/// The test project as a worker. <c>cover COUNT</c> runs every test by itself and prints the mutants each reaches; <c>kill</c> reads lines of a mutant
/// and tests, and prints the first test that fails with it.
/// </summary>
public static class MutationHost
{
    private const string Passed = ".";

    /// <summary>Runs the worker.</summary>
    /// <param name="arguments">The mode, and the namespace whose tests count.</param>
    public static async Task<int> Main(string[] arguments)
    {
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        Xunit.TestContext.SetForInitialization(null, false, false);
        Assembly assembly = typeof(MutationHost).Assembly;
        var framework = new XunitTestFramework();
        var cases = new List<ITestCase>();
        await framework.GetDiscoverer(assembly).Find(
            found =>
            {
                cases.Add(found);
                return new ValueTask<bool>(true);
            },
            new Options(), null, null);
        ITestCase[] ordered = [.. cases.Where(test => test.TestClassNamespace?.StartsWith(arguments[1], StringComparison.Ordinal) == true).OrderBy(test => test.UniqueID, StringComparer.Ordinal)];
        ITestFrameworkExecutor executor = framework.GetExecutor(assembly);
        if (arguments[0] == "cover")
        {
            await CoverAsync(executor, ordered, int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture), output);
            return 0;
        }

        Prepare(assembly);
        await output.WriteLineAsync(Passed);
        await output.FlushAsync();
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            int[] numbers = [.. line.Split(' ').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
            MutantSwitch.Alive = numbers[0];
            string killer = string.Empty;
            foreach (int test in numbers.Skip(1))
            {
                if (await FailsAsync(executor, ordered[test]))
                {
                    killer = $"{test} {ordered[test].TestCaseDisplayName}";
                    break;
                }

                // A sign of life, so that a test that hangs is told from many tests.
                await output.WriteLineAsync(Passed);
                await output.FlushAsync();
            }

            MutantSwitch.Alive = 0;
            Forget(assembly);
            await output.WriteLineAsync($"{numbers[0]}\t{killer.ReplaceLineEndings(" ")}");
            await output.FlushAsync();
        }

        return 0;
    }

    // What tests compute once is computed before a mutant lives, unless one lives from the start.
    private static void Prepare(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            try
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
            catch (TypeInitializationException)
            {
                // The tests of that type will say so.
            }
        }
    }

    // What tests keep as they go must not outlive the mutant it was made with.
    private static void Forget(Assembly assembly)
    {
        foreach (FieldInfo field in assembly.GetTypes().Where(type => !type.ContainsGenericParameters).SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)))
        {
            if (field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(ConcurrentDictionary<,>))
            {
                ((IDictionary)field.GetValue(null)!).Clear();
            }
        }
    }

    private static async Task CoverAsync(ITestFrameworkExecutor executor, ITestCase[] cases, int mutants, TextWriter output)
    {
        for (int i = 0; i < cases.Length; i++)
        {
            MutantSwitch.Reached = new bool[mutants + 1];
            TimeSpan start = Environment.CpuUsage.TotalTime;
            bool fails = await FailsAsync(executor, cases[i]);
            double seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            string reached = string.Join(' ', MutantSwitch.Reached.Index().Where(pair => pair.Item).Select(pair => pair.Index));
            await output.WriteLineAsync(FormattableString.Invariant($"{i}\t{(fails ? "fails" : "passes")}\t{seconds:0.0000}\t{cases[i].TestCaseDisplayName.ReplaceLineEndings(" ")}\t{reached}"));
        }
    }

    private static async Task<bool> FailsAsync(ITestFrameworkExecutor executor, ITestCase test)
    {
        var sink = new Sink();
        await executor.RunTestCases([test], sink, new Options(), null);
        return sink.Failed;
    }

    private sealed class Sink : IMessageSink
    {
        public bool Failed { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            Failed |= message is ITestFailed or IErrorMessage or ITestCleanupFailure or ITestClassCleanupFailure;
            return !Failed;
        }
    }

    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = [];

        public TValue? GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) && value is TValue typed ? typed : default;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;

        public string ToJson() => "{}";
    }
}
