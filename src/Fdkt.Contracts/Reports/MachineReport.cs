namespace Fdkt.Contracts.Reports;

/// <summary>Where it ran.</summary>
/// <param name="System">Operating system.</param>
/// <param name="Processor">Architecture, such as "X64".</param>
/// <param name="Cores">Logical processors available to the process.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Device">Where tensors lived, such as "cpu".</param>
public sealed record MachineReport(string System, string Processor, int Cores, string Runtime, string Device);
