-- insert only: a version is never changed by what comes later, save that it is counted anew
merge into article_version
using staged_article_version as fresh
using (seq)
when not matched then insert by name;
