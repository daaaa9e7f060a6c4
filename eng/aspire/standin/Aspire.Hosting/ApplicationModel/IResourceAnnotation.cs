namespace Aspire.Hosting.ApplicationModel;

/// <summary>Marks what may be attached to a resource.</summary>
public interface IResourceAnnotation;
