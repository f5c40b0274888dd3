//! Every version of a questionnaire.

use sea_orm::ConnectionTrait;

use crate::lineage::Lineage;
use db::Error;
use questionnaire::store::{find_version, list_versions};

/// Every version of a questionnaire, the oldest first; none where it was never published.
pub async fn find_lineage(
    db: &impl ConnectionTrait,
    questionnaire: &str,
) -> Result<Lineage, Error> {
    let mut versions = Vec::new();
    for version in list_versions(db).await? {
        if version.questionnaire == questionnaire
            && let Some(content) = find_version(db, &version.hash).await?
        {
            versions.push((version.hash, content));
        }
    }
    Ok(Lineage { versions })
}
