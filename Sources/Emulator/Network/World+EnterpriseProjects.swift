import CPHModel

/// Enterprise projects.
extension World {
    func showEnterpriseProject(_ query: ShowEnterpriseProject) throws(Refusal) -> EnterpriseProjectAnswer {
        var answer = EnterpriseProjectAnswer()
        answer.enterpriseProject = enterpriseProject(query.enterpriseProjectID)
        if answer.enterpriseProject == nil {
            throw missing("Enterprise project", query.enterpriseProjectID, "EPS.0004")
        }
        return answer
    }

    /// The default one always exists.
    func enterpriseProject(_ id: String) -> EnterpriseProject? {
        if id != "0", let known = settings.catalogue?.enterpriseProjects { return known.first { $0.id == id } }
        var project = EnterpriseProject()
        project.id = id
        project.name = id == "0" ? "default" : "project-\(id.prefix(4))"
        project.summary = ""
        project.status = 1
        project.type = "prod"
        project.deleteFlag = false
        return project
    }

    func listEnterpriseProjects(_ query: ListEnterpriseProjects) -> EnterpriseProjectList {
        let known = settings.catalogue?.enterpriseProjects ?? []
        let all = [enterpriseProject("0")].compactMap(\.self).filter { _ in !known.contains { $0.id == "0" } } + known
        let found = all.filter { project in
            fits(query.id, project.id) && (query.status == nil || query.status == project.status)
                && (query.name == nil || project.name?.contains(query.name ?? "") == true)
        }
        var list = EnterpriseProjectList()
        list.totalCount = found.count
        list.enterpriseProjects = found.page(query.offset, pageSize(query.limit ?? 1000))
        return list
    }
}
