namespace WisdomWave.AppHost.Dashboard;

// Experimental, but there is no other way to run a resource without the certificate.
#pragma warning disable ASPIRECERTIFICATES001

/// <summary>
/// All resources use HTTP on the loopback interface. Aspire still looks for a trusted development certificate for every project and
/// shows a red banner on machines without one.
/// </summary>
internal static class DevelopmentCertificate
{
    public static void LeaveOutDevelopmentCertificate(this IDistributedApplicationBuilder builder)
    {
        LeaveOut(builder.Resources);

        // Aspire adds resources of its own just before the start.
        builder.OnBeforeStart((started, _) =>
        {
            LeaveOut(started.Model.Resources);
            return Task.CompletedTask;
        });
    }

    private static void LeaveOut(IEnumerable<IResource> resources)
    {
        foreach (var resource in resources.Where(resource => !resource.Annotations.OfType<HttpsCertificateAnnotation>().Any()))
            resource.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
    }
}
