namespace Fdkt.Contracts.Rounds;

/// <summary>Where the rows are.</summary>
/// <param name="Train">The labelled rows that are dealt to the clients. Required.</param>
/// <param name="Test">The labelled rows that accuracy is measured on. What it leaves out is taken from train. Left out, a part of train is held out.</param>
/// <param name="Public">The server's public corpus, whose labels are never read. Left out, the base corpus that ships with Fdkt.</param>
/// <param name="TestFraction">The part of train held out when there is no test: inside (0, 1), default 0.2.</param>
public sealed record DataSection(DataSource? Train = null, DataSource? Test = null, PublicSource? Public = null, double TestFraction = 0.2);
