namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource whose start may wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;
