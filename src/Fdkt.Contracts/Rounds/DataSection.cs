namespace Fdkt.Contracts.Rounds;

/// <summary>Where the rows are.</summary>
/// <param name="Train">The labelled rows that are dealt to the clients. Required.</param>
/// <param name="Test">The labelled rows that accuracy is measured on. What it leaves out is taken from train. Left out, a part of train is held out.</param>
/// <param name="Public">The server's public corpus, whose labels are never read. Left out, the base corpus that ships with Fdkt.</param>
/// <param name="TestFraction">The part of train held out when there is no test: inside (0, 1), default 0.2.</param>
/// <param name="User">The column of train that says whose row it is, by name or by number from 1; a row where it is blank is of a user of its own. Needs privacy.recordsPerUser. Left out, each record is protected by itself.</param>
public sealed record DataSection(DataSource? Train = null, DataSource? Test = null, PublicSource? Public = null, double TestFraction = 0.2, ColumnReference? User = null);
