using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>Values that the Bicep compiler lets pass and Azure, or a later reader, does not.</summary>
public sealed class TemplateValueTests
{
    private static readonly string[] GpuProfiles = ["Consumption-GPU-NC8as-T4", "Consumption-GPU-NC24-A100"];

    // What a replica of each profile gets: all of it.
    private static readonly Dictionary<string, (double Cores, string Memory)> Sizes = new()
    {
        ["Consumption"] = (4, "8Gi"),
        ["Consumption-GPU-NC8as-T4"] = (8, "56Gi"),
        ["Consumption-GPU-NC24-A100"] = (24, "220Gi"),
    };

    [Fact]
    public void Deployments_HaveNoDiagnostics() => Assert.All(Deployment.All, deployment => Assert.Empty(deployment.Diagnostics));

    [Fact]
    public void Deployments_ReadNoKeys() =>
        Assert.All(Deployment.All, deployment => Assert.DoesNotMatch("listKeys|AccountKey|SharedAccessKey|listCredentials|primarySharedKey", deployment.Text));

    [Fact]
    public void StorageAccounts_TakeIdentitiesAndTlsAlone() =>
        Assert.All(Properties("Microsoft.Storage/storageAccounts"), account =>
        {
            Assert.False((bool)account["allowSharedKeyAccess"]!);
            Assert.False((bool)account["allowBlobPublicAccess"]!);
            Assert.Equal("TLS1_2", (string)account["minimumTlsVersion"]!);

            // Only the NFS share of a data owner, which no public network reaches, goes without.
            Assert.True((bool)account["supportsHttpsTrafficOnly"]! || ((string)account["publicNetworkAccess"]! == "Disabled" && (string)account["networkAcls"]!["defaultAction"]! == "Deny"));
        });

    [Fact]
    public void BlobContainers_AreClosedToThePublic() =>
        Assert.All(Properties("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", (string)container["publicAccess"]!));

    [Fact]
    public void ServiceBus_TakesIdentitiesAndTlsAlone() =>
        Assert.All(Properties("Microsoft.ServiceBus/namespaces"), bus =>
        {
            Assert.True((bool)bus["disableLocalAuth"]!);
            Assert.Equal("1.2", (string)bus["minimumTlsVersion"]!);
        });

    [Fact]
    public void Queues_LockDetectDuplicatesAndDeadLetterWithinTheLimits() =>
        Assert.All(Properties("Microsoft.ServiceBus/namespaces/queues"), queue =>
        {
            Assert.InRange(Duration(queue["lockDuration"]!), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
            // As the development broker by default, so that both drop the same repeats.
            Assert.Equal(TimeSpan.FromMinutes(10), Duration(queue["duplicateDetectionHistoryTimeWindow"]!));

            // More than the 5 attempts after which a worker says by itself that a job failed.
            Assert.InRange((int)queue["maxDeliveryCount"]!, 6, 2000);
            Assert.True((bool)queue["requiresDuplicateDetection"]!);
            Assert.True((bool)queue["deadLetteringOnMessageExpiration"]!);
            Assert.False((bool)queue["requiresSession"]!);
        });

    [Fact]
    public void FunctionApp_HasAnInstanceSizeThatFlexConsumptionSells() =>
        Assert.All(Properties("Microsoft.Web/sites"), app =>
        {
            JsonNode scale = app["functionAppConfig"]!["scaleAndConcurrency"]!;
            Assert.Contains((int)scale["instanceMemoryMB"]!, (int[])[512, 2048, 4096]);
            Assert.InRange((int)scale["maximumInstanceCount"]!, 40, 1000);
            Assert.Equal("dotnet-isolated 10.0", $"{(string)app["functionAppConfig"]!["runtime"]!["name"]!} {(string)app["functionAppConfig"]!["runtime"]!["version"]!}");
        });

    [Fact]
    public void FunctionApp_IsReachedWithTokensOverTlsAlone()
    {
        Assert.All(Properties("Microsoft.Web/sites"), app =>
        {
            Assert.True((bool)app["httpsOnly"]!);
            Assert.Equal("1.2", (string)app["siteConfig"]!["minTlsVersion"]!);
            Assert.Equal("1.2", (string)app["siteConfig"]!["scmMinTlsVersion"]!);
            Assert.Equal("Disabled", (string)app["siteConfig"]!["ftpsState"]!);
        });
        Assert.All(Properties("Microsoft.Web/sites/config"), settings =>
        {
            Assert.True((bool)settings["globalValidation"]!["requireAuthentication"]!);
            Assert.Equal("Return401", (string)settings["globalValidation"]!["unauthenticatedClientAction"]!);
        });
        Assert.All(Properties("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.False((bool)policy["allow"]!));
    }

    [Fact]
    public void Api_LetsInWhoeverTheOperatorIs()
    {
        static JsonNode Allowed(Deployment deployment) => deployment.OfType("Microsoft.Web/sites/config").Single()["properties"]!["identityProviders"]!["azureActiveDirectory"]!["validation"]!["defaultAuthorizationPolicy"]!["allowedPrincipals"]!;

        Assert.Equal("""{"identities":["22222222-2222-2222-2222-222222222222"],"groups":[]}""", Allowed(Deployment.Operator).ToJsonString());
        Assert.Equal("""{"identities":[],"groups":["22222222-2222-2222-2222-222222222222"]}""", Allowed(Deployment.PrivateOperator).ToJsonString());
    }

    [Fact]
    public void FunctionApp_HasATickingTimerOnlyWhereThereAreSchedules()
    {
        static string Disabled(Deployment deployment) => deployment.OfType("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!["appSettings"]!.AsArray()
            .Single(setting => (string)setting!["name"]! == "AzureWebJobs.startDueRounds.Disabled")!["value"]!.GetValue<string>();

        Assert.Equal(("true", "false"), (Disabled(Deployment.Operator), Disabled(Deployment.PrivateOperator)));
    }

    [Fact]
    public void WorkloadProfiles_AreOnesThatContainerAppsKnow() =>
        Assert.All(
            Properties("Microsoft.App/managedEnvironments").SelectMany(environment => environment["workloadProfiles"]!.AsArray()),
            profile => Assert.Contains((string)profile!["workloadProfileType"]!, GpuProfiles.Append("Consumption")));

    [Fact]
    public void Workers_FitTheirProfileAndScaleFromZero() =>
        Assert.All(Deployment.All.Where(deployment => deployment.OfType("Microsoft.App/jobs").Length > 0), deployment =>
        {
            JsonNode job = deployment.OfType("Microsoft.App/jobs").Single()["properties"]!;
            JsonNode profile = deployment.OfType("Microsoft.App/managedEnvironments").Single()["properties"]!["workloadProfiles"]!.AsArray()
                .Single(candidate => (string)candidate!["name"]! == (string)job["workloadProfileName"]!)!;
            JsonNode size = job["template"]!["containers"]![0]!["resources"]!;

            Assert.Equal(Sizes[(string)profile["workloadProfileType"]!], ((double)size["cpu"]!, (string)size["memory"]!));
            Assert.Equal(0, (int)job["configuration"]!["eventTriggerConfig"]!["scale"]!["minExecutions"]!);
            Assert.Equal(0, (int)job["configuration"]!["replicaRetryLimit"]!);
        });

    [Fact]
    public void WorkerOfAClient_RunsOnceAtATime() =>
        Assert.Equal(1, (int)Deployment.Client.OfType("Microsoft.App/jobs").Single()["properties"]!["configuration"]!["eventTriggerConfig"]!["scale"]!["maxExecutions"]!);

    [Fact]
    public void Registries_HaveNoPasswords() =>
        Assert.All(Properties("Microsoft.ContainerRegistry/registries"), registry =>
        {
            Assert.False((bool)registry["adminUserEnabled"]!);
            Assert.False((bool)registry["anonymousPullEnabled"]!);
        });

    [Fact]
    public void Telemetry_TakesIdentitiesAlone()
    {
        Assert.All(Properties("Microsoft.Insights/components"), insights => Assert.True((bool)insights["DisableLocalAuth"]!));
        Assert.All(Properties("Microsoft.OperationalInsights/workspaces"), workspace => Assert.True((bool)workspace["features"]!["disableLocalAuth"]!));
    }

    [Fact]
    public void PrivateOperator_IsReachedThroughPrivateEndpointsAlone()
    {
        string[] reached = [.. Deployment.PrivateOperator.OfType("Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!)
            .Select(connection => $"{((string)connection["privateLinkServiceId"]!).Split('/')[^1][..6]} {(string)connection["groupIds"]![0]!}")
            .Order(StringComparer.Ordinal)];

        Assert.Equal(["func-f sites", "sb-fdk namespace", "stdata blob", "stdata queue", "sthost blob", "sthost queue", "sthost table"], reached);
        Assert.All(
            Deployment.PrivateOperator.OfType("Microsoft.Storage/storageAccounts").Concat(Deployment.PrivateOperator.OfType("Microsoft.ServiceBus/namespaces")).Concat(Deployment.PrivateOperator.OfType("Microsoft.Web/sites")),
            resource => Assert.Equal("Disabled", (string)resource["properties"]!["publicNetworkAccess"]!));
        Assert.Equal("Premium", (string)Deployment.PrivateOperator.OfType("Microsoft.ServiceBus/namespaces").Single()["sku"]!["name"]!);
    }

    [Fact]
    public void Deployment_WithoutAnImage_HasNoWorkerYet() => Assert.Empty(Deployment.PrivateOperator.OfType("Microsoft.App/jobs"));

    [Fact]
    public void DataThatAreReleased_AreDeletedInTheEndAndControlDocumentsAreNot() =>
        Assert.All(Properties("Microsoft.Storage/storageAccounts/managementPolicies"), policy =>
        {
            JsonNode[] deleting = [.. policy["policy"]!["rules"]!.AsArray().Where(rule => rule!["definition"]!["actions"]!["baseBlob"]?["delete"] is not null).Select(rule => rule!)];
            Assert.Equal(["demos/", "augmented/"], deleting.SelectMany(rule => rule["definition"]!["filters"]!["prefixMatch"]!.AsArray()).Select(prefix => (string)prefix!));
        });

    private static JsonNode[] Properties(string type) => [.. Deployment.InAll(type).Select(resource => resource["properties"]!)];

    private static TimeSpan Duration(JsonNode value) => XmlConvert.ToTimeSpan(((string)value!).ToString(CultureInfo.InvariantCulture));
}
