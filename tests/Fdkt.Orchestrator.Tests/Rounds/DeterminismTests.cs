using System.Reflection;
using System.Reflection.Emit;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Tests.Rounds;

/// <summary>Reads the compiled orchestration and finds what would not come out the same in a replay.</summary>
public sealed class DeterminismTests
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private static readonly string[] ForbiddenNamespaces =
    [
        "System.IO", "System.Net", "System.Diagnostics", "System.Security.Cryptography", "System.Timers", "Fdkt.Orchestrator.Activities", "Fdkt.Orchestrator.Runner",
        "Fdkt.Contracts.Documents", "Fdkt.Contracts.Messaging", "Fdkt.Contracts.Journal", "Fdkt.Contracts.Inbox",
    ];

    private static readonly string[] ForbiddenTypes =
    [
        "System.Random", "System.TimeProvider", "System.Environment", "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "System.Threading.Tasks.Parallel", "System.Threading.Tasks.TaskFactory", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable", "System.Threading.Tasks.TaskScheduler",
        "System.Runtime.CompilerServices.YieldAwaitable", "System.Threading.SemaphoreSlim", "System.Console", "System.Collections.Concurrent.ConcurrentDictionary`2",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay", "System.Threading.Tasks.Task.Yield",
        "System.Threading.Tasks.Task.ConfigureAwait", "System.Threading.Tasks.Task`1.ConfigureAwait", "System.Threading.Tasks.Task.ContinueWith", "System.Threading.Tasks.Task`1.ContinueWith",
        "System.Threading.Tasks.Task.Wait", "System.Threading.CancellationTokenSource.CancelAsync", "System.Threading.CancellationTokenSource.CancelAfter", "System.Object.GetHashCode",
    ];

    [Fact]
    public void Orchestration_UsesNothingThatAReplayWouldNotRepeat() => Assert.Empty(Faults(Types(typeof(FederationRound).Namespace!)));

    [Fact]
    public void Scan_SeesInsideAsyncMethodsAndLambdas() =>
        Assert.Equal(
            [
                "System.DateTime.get_UtcNow", "System.Guid.NewGuid", "System.IO.File.Exists", "System.Threading.CancellationTokenSource.CancelAsync", "System.Threading.Tasks.Task.ConfigureAwait", "System.Threading.Tasks.Task.Run",
            ],
            Faults([typeof(Sinner), .. typeof(Sinner).GetNestedTypes(BindingFlags.NonPublic)]).Select(fault => fault.Split(" uses ")[1]).Where(used => !used.Contains("Awaitable", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Scan_FindsTheOrchestration()
    {
        string[] names = [.. Types(typeof(FederationRound).Namespace!).Select(type => type.FullName!)];

        Assert.Contains(names, name => name.Contains("FederationRound+<WaitAsync>", StringComparison.Ordinal));
        Assert.Contains(typeof(StatusBoard).FullName, names);
    }

    private static IEnumerable<Type> Types(string space) => typeof(FederationRound).Assembly.GetTypes().Where(type => type.Namespace == space);

    private static IReadOnlyList<string> Faults(IEnumerable<Type> types)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return
        [
            .. types.SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
                .Where(method => !IsGeneratedOfRecord(method))
                .SelectMany(method => Used(method).Where(IsForbidden).Select(used => $"{method.DeclaringType}.{method.Name} uses {Name(used)}"))
                .Distinct(),
        ];
    }

    // Records' hash codes and texts are not called by the orchestration; their parts are made by the compiler.
    private static bool IsGeneratedOfRecord(MethodBase method) => method.Name is "GetHashCode" or "PrintMembers" or "ToString";

    private static bool IsForbidden(MemberInfo used)
    {
        Type type = used as Type ?? used.DeclaringType!;
        string name = Name(type);
        return ForbiddenNamespaces.Any(space => type.Namespace == space || type.Namespace?.StartsWith($"{space}.", StringComparison.Ordinal) == true)
            || ForbiddenTypes.Any(forbidden => name == forbidden || name.StartsWith($"{forbidden}+", StringComparison.Ordinal) || name.StartsWith($"{forbidden}`", StringComparison.Ordinal))
            || ForbiddenMembers.Contains(Name(used));
    }

    private static string Name(MemberInfo member) => member is Type type
        ? (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name
        : $"{Name(member.DeclaringType!)}.{member.Name}";

    private static IEnumerable<MemberInfo> Used(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            OpCode operation = OpCodesByValue[value == 0xFE ? (short)(0xFE00 | code[at++]) : value];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                MemberInfo? member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments);
                if (member is not null && (member is Type || member.DeclaringType is not null))
                {
                    yield return member;
                }
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>Does what an orchestration must not.</summary>
    private static class Sinner
    {
        public static async Task<object> SinAsync()
        {
            using var source = new CancellationTokenSource();
            await source.CancelAsync();
            await Task.CompletedTask.ConfigureAwait(false);
            Func<bool> look = () => File.Exists("x");
            return (await Task.Run(look), Guid.NewGuid(), DateTime.UtcNow);
        }
    }
}
